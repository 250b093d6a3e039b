import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, token } from '../support/tokens';

const ada = () => token({ sub: 'ada' });
const grace = () => token({ sub: 'grace' });

async function whoIs(app: ReturnType<typeof ticketService>['app'], headers: Record<string, string>) {
  const response = await request(app).get('/me').set(headers).expect(200);
  return (response.body as { user: { id: string } | null }).user?.id ?? null;
}

describe('the credentials that are read', () => {
  const { app } = ticketService();

  it('are the session cookie, wherever it stands in the Cookie header', async () => {
    for (const cookie of [asCookie(ada()), `a=1; ${asCookie(ada())}`, `${asCookie(ada())};b="2"`]) {
      expect(await whoIs(app, { Cookie: cookie })).toBe('ada');
    }
  });

  it('are the bearer token, with its scheme in any case', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer ']) {
      expect(await whoIs(app, { Authorization: `${scheme} ${ada()}` })).toBe('ada');
    }
  });

  it('are the bearer token alone where both come', async () => {
    expect(await whoIs(app, { Cookie: asCookie(ada()), Authorization: asBearer(grace()) })).toBe('grace');
  });

  it.each(['Bearer', 'Bearer x', 'Bearer x y'])(
    'are not the cookie where the bearer token is no good: %s',
    async (authorization) => {
      const headers = { Cookie: asCookie(ada()), Authorization: authorization };
      expect(await whoIs(app, headers)).toBeNull();
      expectRefused(await request(app).get('/tickets').set(headers), 'token_invalid');
    },
  );

  it('are the cookie where Authorization is of another scheme', async () => {
    expect(await whoIs(app, { Cookie: asCookie(ada()), Authorization: 'Basic YWRhOnB3' })).toBe('ada');
  });
});

describe('the cookie that is read', () => {
  const names = ['__Host-session', '__Secure-session', 'session'];

  it.each([
    ['__Host-session', {}],
    ['__Secure-session', { cookieDomain: 'example.com' }],
    ['session', { cookieSecure: false }],
    ['session', { cookieSecure: false, cookieDomain: 'example.com' }],
  ])('is %s and no other for %j', async (expected, options) => {
    const { app } = ticketService(options);
    for (const name of names) {
      const response = await request(app).get('/tickets').set('Cookie', asCookie(ada(), name));
      if (name === expected) expect(response.status).toBe(200);
      else expectRefused(response, 'token_missing');
    }
  });

  it('is not outdone by a plain one beside it', async () => {
    const { app } = ticketService();
    const planted = asCookie(grace(), 'session');
    expect(await whoIs(app, { Cookie: `${planted}; ${asCookie(ada())}` })).toBe('ada');
    expect(await whoIs(app, { Cookie: `${asCookie(ada())}; ${planted}` })).toBe('ada');
    expect(await whoIs(app, { Cookie: planted })).toBeNull();
  });

  it('is never taken from a name that only ends or begins like it', async () => {
    const { app } = ticketService({ cookieSecure: false });
    for (const name of ['x-session', 'session2', 'Session']) {
      expect(await whoIs(app, { Cookie: asCookie(ada(), name) })).toBeNull();
    }
  });
});

describe('the two forms of a cookie', () => {
  it('are the session with its token, which is no bearer token, and the token itself', async () => {
    const { app } = ticketService();
    const jwt = ada();
    const value = asCookie(jwt).replace('__Host-session=', '');
    await request(app).get('/tickets').set('Cookie', `__Host-session=${value}`).expect(200);
    await request(app).get('/tickets').set('Cookie', `__Host-session=${jwt}`).expect(200);
    await request(app).get('/tickets').set('Authorization', asBearer(jwt)).expect(200);

    expectRefused(await request(app).get('/tickets').set('Authorization', asBearer(value)), 'token_invalid');
  });
});
