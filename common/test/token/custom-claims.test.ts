import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, errorHandler, type CustomClaims } from '../../src/index';
import { express } from '../support/express';
import { incoming } from '../support/incoming';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, SECRET, token } from '../support/tokens';

const CLAIMS = { tenant: 'acme', seats: 5, trial: false, boss: null, limits: { per: ['day', 1.5] } };

describe('the claims that admins have set', () => {
  const { app } = ticketService();
  const { authenticate } = createAuthentication({ jwtKey: SECRET });
  const claimsIn = async (jwt: string) => {
    const { user, claims } = await authenticate(incoming({ authorization: asBearer(jwt) }));
    return { user: user?.claims, claims: claims?.claims };
  };

  it.each([
    ['cookie', asCookie],
    ['authorization', asBearer],
  ])('are in the current user, from the %s', async (header, write) => {
    const response = await request(app)
      .get('/tickets')
      .set(header, write(token({ claims: CLAIMS })))
      .expect(200);
    expect(response.body).toMatchObject({ user: { id: 'ada', claims: CLAIMS } });
  });

  it('are absent, and no empty object, for an account without them and in a token of an older auth service', async () => {
    const { user } = await authenticate(incoming({ authorization: asBearer(token()) }));
    expect(user).toEqual({ id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'] });
    expect(user).not.toHaveProperty('claims');
  });

  it('mean nothing to JWT, whatever they are called', async () => {
    const claims = {
      exp: 1,
      iat: 'x',
      nbf: 4_102_444_800,
      iss: 'evil',
      aud: 'evil',
      sub: 'root',
      roles: ['admin'],
    };
    const { user } = await authenticate(incoming({ authorization: asBearer(token({ claims })) }));
    expect(user).toEqual({ id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'], claims });
  });

  it.each<[string, unknown]>([
    ['a list', [{ tenant: 'acme' }]],
    ['a string', 'acme'],
    ['a number', 7],
    ['a boolean', true],
    ['null', null],
  ])('make a token invalid when they are %s', async (_what, claims) => {
    const service = ticketService();
    const jwt = token({ claims });
    expectRefused(await request(service.app).get('/tickets').set('Cookie', asCookie(jwt)), 'token_invalid');
    expectRefused(
      await request(service.app).get('/tickets').set('Authorization', asBearer(jwt)),
      'token_invalid',
    );
    expect(service.reached()).toBe(0);
  });

  it('are frozen to their depth, as requests share them', async () => {
    const { user, claims } = await claimsIn(token({ claims: CLAIMS }));
    expect(user).toBe(claims);
    const { limits } = user as unknown as typeof CLAIMS;
    for (const part of [user, limits, limits.per]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('are verified when they are deeper than any that admins can set', async () => {
    const deep = JSON.parse(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`) as CustomClaims;
    expect((await claimsIn(token({ claims: deep }))).user).toEqual(deep);
  });

  it('do not make anything of everybody’s when a key holder calls one __proto__', async () => {
    const claims = JSON.parse('{"__proto__":{"isAdmin":true}}') as CustomClaims;
    const { user } = await claimsIn(token({ claims }));
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect(Object.getPrototypeOf(user)).toBe(Object.prototype);
  });
});

describe('what a handler does to the claims', () => {
  const { currentUser } = createAuthentication({ jwtKey: SECRET });
  interface Mutable {
    tenant: string;
    more?: string;
    limits: { per: unknown[] };
  }
  const attacks: Record<string, (claims: Mutable) => void> = {
    change: (claims) => (claims.tenant = 'evil'),
    add: (claims) => (claims.more = 'evil'),
    remove: (claims) => delete (claims as Partial<Mutable>).tenant,
    'change-deeply': (claims) => claims.limits.per.push('evil'),
  };
  const app = express();
  app.get('/attack/:name', currentUser, (req, res) => {
    expect(() => attacks[String(req.params.name)]?.(req.currentUser?.claims as never)).toThrow(TypeError);
    res.end();
  });
  app.get('/me', currentUser, (req, res) => void res.json(req.currentUser));
  app.use(errorHandler);

  it.each(Object.keys(attacks))('does not reach the next request: %s', async (name) => {
    const cookie = asCookie(token({ claims: CLAIMS }));
    await request(app).get(`/attack/${name}`).set('Cookie', cookie).expect(200);
    expect((await request(app).get('/me').set('Cookie', cookie)).body).toMatchObject({ claims: CLAIMS });
  });
});
