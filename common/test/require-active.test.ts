import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request, { type Response } from 'supertest';
import {
  close,
  ConfigurationError,
  createAuthentication,
  errorHandler,
  ready,
  requireActive,
  type AuthenticationOptions,
} from '../src/index';
import { express } from './support/express';
import { introspectionServer } from './support/introspection-server';
import { expectProblem, expectRefused } from './support/problems';
import { asBearer, asCookie, claimsSet, SECRET, token, type Json } from './support/tokens';

const CREDENTIAL = 'only-for-tests-only-for-tests-only';

let auth: Awaited<ReturnType<typeof introspectionServer>>;
/** What was printed, as by a service without a logger. */
let printed: jest.Spied<typeof console.error>;

beforeAll(async () => {
  auth = await introspectionServer();
});
beforeEach(() => {
  printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => printed.mockRestore());
afterAll(() => auth.stop());

/** A service with one route that asks and one that does not. */
function service(options: Partial<AuthenticationOptions> = {}) {
  const introspection = { url: auth.url, token: CREDENTIAL, timeout: 300 };
  const authentication = createAuthentication({ jwtKey: SECRET, introspection, ...options });
  const app = express();
  app.all('/pay', authentication.requireActive, (req, res) => void res.json(req.currentUser));
  app.all('/look', authentication.requireAuth, (req, res) => void res.json(req.currentUser));
  app.use(errorHandler);
  return app;
}

const claims = claimsSet();
const jwt = token(claims);

const json =
  (body: unknown, status = 200) =>
  (res: ServerResponse) =>
    void res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
const active = (changes: Json = {}) => json({ active: true, ...claims, ...changes });

const pay = (app = service()) => request(app).post('/pay').set('Authorization', asBearer(jwt));

function expectUnavailable(response: Response): void {
  expectProblem(response, 503, 'unavailable');
  expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

describe('requireActive', () => {
  it('asks about the token, as RFC 7662 has it, and says who it is', async () => {
    auth.answer(active());
    const { body } = (await pay().expect(200)) as { body: unknown };
    expect(body).toEqual({ id: 'ada', email: 'ada@example.com', roles: ['tickets:purchase'] });
    expect(auth.asked).toEqual([
      {
        method: 'POST',
        authorization: `Bearer ${CREDENTIAL}`,
        contentType: 'application/x-www-form-urlencoded',
        token: jwt,
      },
    ]);
  });

  it('asks on each request, and on no other route', async () => {
    auth.answer(active());
    const app = service();
    await pay(app).expect(200);
    await request(app).get('/look').set('Authorization', asBearer(jwt)).expect(200);
    expect(auth.asked).toHaveLength(1);
    auth.answer(json({ active: false }));
    expectRefused(await pay(app), 'token_revoked');
    await request(app).get('/look').set('Authorization', asBearer(jwt)).expect(200);
    auth.answer(active());
    await pay(app).expect(200);
  });

  it('asks about the token that decides: of the cookie, or of the bearer alone', async () => {
    auth.answer(active());
    const app = service();
    await request(app).post('/pay').set('Cookie', asCookie(jwt)).expect(200);
    const both = { Cookie: asCookie(token({ sub: 'grace' })), Authorization: asBearer(jwt) };
    await request(app).post('/pay').set(both).expect(200);
    expect(auth.asked.map(({ token }) => token)).toEqual([jwt, jwt]);
  });

  it('asks nobody about what it can refuse by itself', async () => {
    auth.answer(active());
    const revocations = {
      isRevoked: ({ sub }: { sub: string }) => sub === 'eve',
      watch: () => () => undefined,
    };
    const app = service({ revocations });
    const send = (headers: Record<string, string>) => request(app).post('/pay').set(headers);
    expectRefused(await send({}), 'token_missing');
    expectRefused(await send({ Authorization: 'Bearer garbage' }), 'token_invalid');
    expectRefused(await send({ Authorization: asBearer(token({ exp: 1 })) }), 'token_expired');
    expectRefused(await send({ Authorization: asBearer(token({ sub: 'eve' })) }), 'token_revoked');
    expectRefused(await send({ Authorization: 'Bearer garbage', Cookie: asCookie(jwt) }), 'token_invalid');
    expectRefused(await send({ Cookie: asCookie(jwt), 'Sec-Fetch-Site': 'cross-site' }), 'token_missing');
    expect(auth.asked).toEqual([]);
  });
});

describe('an answer that is none', () => {
  it.each<[string, (res: ServerResponse) => void]>([
    ['does not come', () => undefined],
    ['is cut off', (res) => void res.destroy()],
    ['never ends', (res) => void res.writeHead(200).write('{"active":')],
    ['ends too early', (res) => void res.writeHead(200).end('{"active":true')],
    ['is empty', (res) => void res.writeHead(200).end()],
    ['is a page', (res) => void res.writeHead(200).end('<html>')],
    ['is null', json(null)],
    ['is a list', json([{ active: true }])],
    ['is a text', json('active')],
    ['says neither', json({})],
    ['says yes in a text', active({ active: 'true' })],
    ['says no in a text', json({ active: 'false' })],
    ['is about nothing', json({ active: true })],
    ['is about another token', active({ jti: 'another' })],
    ['is about another person', active({ sub: 'grace' })],
    ['is about another session', active({ sid: 'another' })],
    ['is a yes, but no 200', json({ active: true, ...claims }, 201)],
    ['is a refusal of the credential', json({ active: false }, 401)],
    ['is a 404', json({ active: false }, 404)],
    ['is a 503', json({ active: false }, 503)],
    ['sends elsewhere', (res) => void res.writeHead(307, { Location: auth.url }).end()],
  ])('is a 503 and not a 401 when it %s', async (_what, how) => {
    auth.answer(how);
    expectUnavailable(await pay());
    expect(auth.asked).toHaveLength(1);
  });

  it('is a 503 when nobody listens', async () => {
    const gone = await introspectionServer();
    gone.stop();
    expectUnavailable(await pay(service({ introspection: { url: gone.url, token: CREDENTIAL } })));
  });

  it('is told in the log, without the token and the credential', async () => {
    auth.answer(json({}, 401));
    await pay();
    const text = printed.mock.calls
      .map(([error]) => `${String(error)} ${String((error as Error).cause)}`)
      .join();
    expect(text).toContain('the auth service answered 401');
    expect(text).not.toContain(CREDENTIAL);
    expect(text).not.toContain(jwt);
  });

  it('leaves the routes that do not ask alone', async () => {
    auth.answer(() => undefined);
    const app = service();
    const [asking, other] = await Promise.all([
      pay(app),
      request(app).get('/look').set('Authorization', asBearer(jwt)),
    ]);
    expectUnavailable(asking);
    expect(other.status).toBe(200);
  });
});

describe('the option introspection', () => {
  it('is needed, and the log says so', async () => {
    const app = service({ introspection: undefined });
    for (const headers of [{}, { Authorization: asBearer(jwt) }]) {
      expectProblem(await request(app).post('/pay').set(headers), 500, 'internal_error');
    }
    const error: unknown = printed.mock.calls[0]![0];
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(/INTROSPECTION_URL and INTERNAL_TOKEN/);
  });

  it.each([
    { url: 'auth-srv/introspect', token: CREDENTIAL },
    { url: '', token: CREDENTIAL },
    { url: 'nats://auth-srv/introspect', token: CREDENTIAL },
    { url: 'http://auth-srv/introspect', token: 'secret\r\nof two lines' },
  ])('is refused at once when no request can be made of it: %j', (introspection) => {
    const make = () => createAuthentication({ jwtKey: SECRET, introspection });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(/introspection needs a url/);
    expect(make).not.toThrow(/secret/);
  });
});

describe('from the environment', () => {
  const app = express();
  app.all('/pay', requireActive, (req, res) => void res.json(req.currentUser));
  app.use(errorHandler);

  beforeEach(() => {
    Object.assign(process.env, { JWT_KEY: SECRET, INTROSPECTION_URL: auth.url, INTERNAL_TOKEN: CREDENTIAL });
  });
  afterEach(async () => {
    for (const name of ['JWT_KEY', 'INTROSPECTION_URL', 'INTERNAL_TOKEN']) delete process.env[name];
    await close();
  });

  it('asks at INTROSPECTION_URL with INTERNAL_TOKEN', async () => {
    auth.answer(active());
    expect((await pay(app).expect(200)).body).toHaveProperty('id', 'ada');
    expect(auth.asked).toMatchObject([{ authorization: `Bearer ${CREDENTIAL}`, token: jwt }]);
  });

  it.each(['short', `${CREDENTIAL}\n`, `${CREDENTIAL} é`])(
    'takes no credential like %j',
    async (credential) => {
      process.env.INTERNAL_TOKEN = credential;
      await expect(ready()).rejects.toThrow(/INTERNAL_TOKEN must be at least 32 printable characters/);
      await expect(ready()).rejects.not.toThrow(credential);
    },
  );

  it('says what is missing, by ready where that is known', async () => {
    delete process.env.INTERNAL_TOKEN;
    await expect(ready()).rejects.toThrow(ConfigurationError);
    await expect(ready()).rejects.toThrow(/INTERNAL_TOKEN is not set/);
    delete process.env.INTROSPECTION_URL;
    expectProblem(await pay(app), 500, 'internal_error');
    expect(printed).toHaveBeenCalledWith(expect.any(ConfigurationError));
  });
});
