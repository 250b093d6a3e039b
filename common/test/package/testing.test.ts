import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  close,
  ConfigurationError,
  currentUser,
  errorHandler,
  requireAuth,
  requireStepUp,
  requireVerifiedEmail,
} from '../../src/index';
import { accessToken, sessionCookie, useTestKeyPair } from '../../src/testing';
import { express } from '../support/express';
import { ec } from '../support/key-pairs';
import { expectRefused } from '../support/problems';
import { SECRET } from '../support/tokens';

const NAMES = ['JWT_KEY', 'JWT_PUBLIC_KEY', 'ISSUER', 'AUDIENCE', 'COOKIE_SECURE', 'COOKIE_DOMAIN'];

beforeEach(() => {
  for (const name of NAMES) delete process.env[name];
  process.env.JWT_KEY = SECRET;
});
afterEach(() => close());

const app = express();
app.get('/tickets', currentUser, requireAuth, (req, res) => void res.json(req.currentUser));
app.get('/payouts', requireStepUp({ maxAge: '10m' }), (_req, res) => void res.end());
app.get('/tenants', requireStepUp({ acr: 'aal2' }), (_req, res) => void res.end());
app.get('/reviews', requireVerifiedEmail, (_req, res) => void res.end());
app.use(errorHandler);

const get = (cookie: string) => request(app).get('/tickets').set('Cookie', cookie);

describe('the helpers for the tests of other teams', () => {
  it('sign somebody in with an id alone', async () => {
    const response = await get(sessionCookie({ id: 'ada' })).expect(200);
    expect(response.body).toEqual({ id: 'ada', email: 'ada@example.com', roles: [] });
  });

  it('sign in whom they are told to', async () => {
    const user = { id: 'ada', email: 'ada@lovelace.example', roles: ['admin', 'tickets:purchase'] };
    expect((await get(sessionCookie(user)).expect(200)).body).toEqual(user);
  });

  it('sign in whom admins have given claims', async () => {
    const claims = { tenant: 'acme', limits: { seats: 5 } };
    expect((await get(sessionCookie({ id: 'ada', claims })).expect(200)).body).toMatchObject({ claims });
  });

  it('sign in who was authenticated a moment ago, or as they are told to', async () => {
    const fresh = { Cookie: sessionCookie({ id: 'ada' }) };
    await request(app).get('/payouts').set(fresh).expect(200);
    await request(app).get('/reviews').set(fresh).expect(401);
    const old = { id: 'ada', authTime: new Date(Date.now() - 3_600_000), emailVerified: true };
    await request(app).get('/payouts').set('Cookie', sessionCookie(old)).expect(401);
    await request(app).get('/reviews').set('Cookie', sessionCookie(old)).expect(200);
    const factors = sessionCookie({ id: 'ada', amr: ['pwd', 'otp'], acr: 'aal2' });
    await request(app).get('/tenants').set(fresh).expect(401);
    await request(app).get('/tenants').set('Cookie', factors).expect(200);
  });

  it('sign in whose roles are withheld', async () => {
    const { body } = (await get(sessionCookie({ id: 'ada', rolesWithheld: true })).expect(200)) as {
      body: unknown;
    };
    expect(body).toMatchObject({ roles: [], rolesWithheld: true });
  });

  it('give a bearer token too', async () => {
    await request(app)
      .get('/tickets')
      .set('Authorization', `Bearer ${accessToken({ id: 'ada' })}`)
      .expect(200);
  });

  it('give a session of its own to each', () => {
    const [a, b] = [accessToken({ id: 'ada' }), accessToken({ id: 'ada' })].map(
      (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { sid: string },
    );
    expect(a?.sid).not.toBe(b?.sid);
  });

  it('give tokens that have expired', async () => {
    expectRefused(await get(sessionCookie({ id: 'ada' }, { expiresIn: -60 })), 'token_expired');
    await get(sessionCookie({ id: 'ada' }, { expiresIn: 60 })).expect(200);
  });

  it('give none that no service would take', () => {
    expect(() => accessToken({ id: 'ada' }, { expiresIn: 86_401 })).toThrow(RangeError);
    expect(() => sessionCookie({ id: 'ada' }, { expiresIn: 86_401 })).toThrow('at most 86400 s (24h)');
  });

  it('follow the configuration of the process', async () => {
    expect(sessionCookie({ id: 'ada' })).toMatch(/^__Host-session=/);
    Object.assign(process.env, { ISSUER: 'them', AUDIENCE: 'shop', COOKIE_DOMAIN: 'example.com' });
    expect(sessionCookie({ id: 'ada' })).toMatch(/^__Secure-session=/);
    await get(sessionCookie({ id: 'ada' })).expect(200);
    process.env.COOKIE_SECURE = 'false';
    expect(sessionCookie({ id: 'ada' })).toMatch(/^session=/);
  });

  it('say so when there is no key', () => {
    delete process.env.JWT_KEY;
    expect(() => sessionCookie({ id: 'ada' })).toThrow(ConfigurationError);
    expect(() => accessToken({ id: 'ada' })).toThrow(/JWT_KEY is not set/);
    process.env.JWT_PUBLIC_KEY = ec().publicPem;
    expect(() => accessToken({ id: 'ada' })).toThrow(/no key to sign a token with: call useTestKeyPair/);
  });

  it('give a service the public half of a key, and sign with the other', async () => {
    delete process.env.JWT_KEY;
    useTestKeyPair();
    expect(process.env.JWT_PUBLIC_KEY).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    await get(sessionCookie({ id: 'ada' })).expect(200);
    expectRefused(await get(sessionCookie({ id: 'ada' }, { expiresIn: -60 })), 'token_expired');
    const [header] = accessToken({ id: 'ada' }).split('.');
    expect(JSON.parse(Buffer.from(header!, 'base64url').toString())).toMatchObject({ alg: 'ES256' });
  });
});
