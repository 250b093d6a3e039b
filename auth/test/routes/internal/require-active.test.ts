import type { Server } from 'node:http';
import { createAuthentication, errorHandler } from '@latchkey/common';
import { listen } from '@latchkey/common/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import mongoose from 'mongoose';
import request, { type Response } from 'supertest';
import { databaseUri, JWT_KEY } from '../../support/auth-service';
import { cookieHeader } from '../../support/cookies';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';
import { endSpawned, startAuthProcess, type AuthProcess } from '../../support/spawn-auth';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';
const TIMEOUT_MS = 1_000;
/** No request may take longer, whatever has become of the auth service. */
const ANSWER_TIMEOUT_MS = 3 * TIMEOUT_MS;

const uri = databaseUri();
let database: mongoose.Connection;
let auth: AuthProcess;
let service: Server;
let email: string;
let cookies: string;

/** A service with a route that asks the auth service and one that does not. */
function shop({ internalPort }: AuthProcess): Promise<Server> {
  const { requireActive, requireAuth } = createAuthentication({
    jwtKey: JWT_KEY,
    cookieSecure: false,
    introspection: {
      url: `http://127.0.0.1:${internalPort}/introspect`,
      token: INTERNAL_TOKEN,
      timeout: TIMEOUT_MS,
    },
  });
  const app = express();
  app.post('/pay', requireActive, (req, res) => void res.send(req.currentUser));
  app.get('/look', requireAuth, (req, res) => void res.send(req.currentUser));
  app.use(errorHandler);
  return listen(app, 0, '127.0.0.1');
}

beforeAll(async () => {
  database = await mongoose.createConnection(uri).asPromise();
  auth = await startAuthProcess({ MONGO_URI: uri, INTERNAL_TOKEN });
  service = await shop(auth);
});
beforeEach(async () => {
  email = newEmail();
  const person = { email, password: PASSWORD };
  cookies = cookieHeader(await auth.request().post('/api/users/signup').send(person).expect(201));
});
afterAll(async () => {
  endSpawned();
  service.closeAllConnections();
  service.close();
  await database.dropDatabase();
  await database.close();
});

const pay = () => request(service).post('/pay').set('Cookie', cookies).timeout(ANSWER_TIMEOUT_MS);
const look = () => request(service).get('/look').set('Cookie', cookies);

function expectUnavailable(response: Response): void {
  expectProblem(response, 503, 'unavailable');
  expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

describe('a route behind requireActive', () => {
  it('refuses the next request after a ban, however it came into the database; others do not know', async () => {
    expect((await pay().expect(200)).body).toMatchObject({ email, roles: [] });
    await database.collection('users').updateOne({ email }, { $set: { ban: { reason: 'fraud' } } });
    expectProblem(await pay(), 401, 'token_revoked');
    await look().expect(200);
    await database.collection('users').updateOne({ email }, { $unset: { ban: 1 } });
    await pay().expect(200);
  });

  it('refuses the next request after a sign-out', async () => {
    await auth.request().post('/api/users/signout').set('Cookie', cookies).expect(200);
    expectProblem(await pay(), 401, 'token_revoked');
  });
});

describe('an auth service that does not answer', () => {
  let printed: jest.Spied<typeof console.error>;

  beforeEach(() => {
    printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => printed.mockRestore());

  it('is a 503 in time while it hangs, and all is well when it goes on', async () => {
    auth.child.kill('SIGSTOP');
    try {
      expectUnavailable(await pay());
      await look().expect(200);
    } finally {
      auth.child.kill('SIGCONT');
    }
    await pay().expect(200);
  });

  it('is a 503 at once when it was killed', async () => {
    auth.child.kill('SIGKILL');
    await auth.exited;
    expectUnavailable(await pay());
    await look().expect(200);
  });
});
