import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import request from 'supertest';
import { createAuthentication, errorHandler, type AuthenticationOptions } from '../../src/index';
import { express } from './express';
import { introspectionServer } from './introspection-server';
import { asBearer, claimsSet, SECRET, token, type Json } from './tokens';

export const CREDENTIAL = 'only-for-tests-only-for-tests-only';

export const claims = claimsSet();
export const jwt = token(claims);

export const json =
  (body: unknown, status = 200) =>
  (res: ServerResponse) =>
    void res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

/** The answer about `jwt` when it is good. */
export const active = (changes: Json = {}) => json({ active: true, ...claims, ...changes });

export const pay = (app: ReturnType<typeof express>) =>
  request(app).post('/pay').set('Authorization', asBearer(jwt));

/** Something that is asked, and services that ask it and wait so many ms, for the tests of one file. */
export function useAskingService(timeout = 20_000) {
  const world = {} as {
    auth: Awaited<ReturnType<typeof introspectionServer>>;
    /** What was printed, as by a service without a logger. */
    printed: jest.Spied<typeof console.error>;
  };
  beforeAll(async () => {
    world.auth = await introspectionServer();
  });
  beforeEach(() => {
    world.printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => world.printed.mockRestore());
  afterAll(() => world.auth.stop());

  /** A service with one route that asks and one that does not. */
  function service(options: Partial<AuthenticationOptions> = {}) {
    const introspection = { url: world.auth.url, token: CREDENTIAL, timeout };
    const authentication = createAuthentication({ jwtKey: SECRET, introspection, ...options });
    const app = express();
    app.all('/pay', authentication.requireActive, (req, res) => void res.json(req.currentUser));
    app.all('/look', authentication.requireAuth, (req, res) => void res.json(req.currentUser));
    app.use(errorHandler);
    return app;
  }
  return { world, service };
}
