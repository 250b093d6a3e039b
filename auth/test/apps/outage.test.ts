import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response, Test } from 'supertest';
import { cookieHeader, isCleared, setCookies } from '../support/cookies';
import { ownMongo, type OwnMongo } from '../support/mongo';
import { newEmail, PASSWORD } from '../support/people';
import { expectProblem } from '../support/problems';
import { openRaw, postHead } from '../support/raw-connection';
import { endSpawned, gauge, startAuthProcess, type AuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

/** No request may take longer, whichever way MongoDB is away. */
const TIMEOUT_MS = 8_000;

/** The driver would ask every ten seconds how MongoDB is, if it were not told to ask more often. */
const SOON = 5_000;

const email = newEmail();
const credentials = { email, password: PASSWORD };

let mongo: OwnMongo;
let auth: AuthProcess;
/** What the browsers of one person hold: one that stays and one that is about to sign out. */
let staying: string;
let leaving: string;

beforeAll(async () => {
  mongo = await ownMongo();
  await mongo.start();
  auth = await startAuthProcess({ MONGO_URI: mongo.uri });
  staying = cookieHeader(await auth.request().post('/api/users/signup').send(credentials).expect(201));
  leaving = cookieHeader(await auth.request().post('/api/users/signin').send(credentials).expect(200));
});

afterAll(async () => {
  endSpawned();
  await mongo.remove();
});

/** A request of somebody who is signed in. */
function send(method: 'get' | 'post' | 'delete', path: string, cookies = staying): Test {
  return auth.request()[method](`/api/users/${path}`).set('Cookie', cookies).timeout(TIMEOUT_MS);
}

function expectUnavailable(response: Response): void {
  expectProblem(response, 503, 'unavailable');
  expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/);
}

const NEEDS_MONGODB: [string, () => Test][] = [
  ['POST signin', () => send('post', 'signin').send(credentials)],
  ['POST signup', () => send('post', 'signup').send({ ...credentials, email: newEmail() })],
  ['POST refresh', () => send('post', 'refresh')],
  ['GET sessions', () => send('get', 'sessions')],
  ['DELETE sessions', () => send('delete', 'sessions')],
  ['DELETE sessions/:id', () => send('delete', 'sessions/AAAAAAAAAAAAAAAAAAAAAA')],
  [
    'POST password',
    () => send('post', 'password').send({ currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` }),
  ],
];

/** What holds while MongoDB is away, in whichever way. */
function itBearsTheOutage(): void {
  it('answers 503 with Retry-After to what needs MongoDB, and touches no cookie', async () => {
    const answers = await Promise.all(NEEDS_MONGODB.map(([, request]) => request()));
    answers.forEach((answer, index) => {
      const [name] = NEEDS_MONGODB[index]!;
      expect({ name, status: answer.status, cookies: setCookies(answer) }).toEqual({
        name,
        status: 503,
        cookies: [],
      });
      expectUnavailable(answer);
    });
  });

  it('answers 503 to a sign-out, and clears the cookies all the same', async () => {
    const answer = await send('post', 'signout', leaving);
    expectUnavailable(answer);
    expect([isCleared(answer, 'session'), isCleared(answer, 'refresh')]).toEqual([true, true]);
  });

  it('answers a navigation to the refresh with a small page instead of a redirect', async () => {
    const answer = await send('get', 'refresh?return_to=/tickets');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(answer.headers.location).toBeUndefined();
    expect(setCookies(answer)).toEqual([]);
    expect(answer.type).toBe('text/html');
    expect(answer.text).toContain('Then reload this page.');
  });

  it('still tells who is signed in', async () => {
    const { body } = (await send('get', 'currentuser').expect(200)) as { body: unknown };
    expect(body).toEqual({ currentUser: { id: expect.any(String), email, roles: [], emailVerified: false } });
  });

  it('stays alive and ready, and says in its metrics that MongoDB is away', async () => {
    const isAway = async () => (await gauge(auth, 'latchkey_mongodb_up')) === 0;
    await until('the gauge is 0', isAway, SOON);
    await auth.internal().get('/healthz').expect(200);
    await auth.internal().get('/readyz').expect(200);
  });
}

/** What holds once MongoDB is back, without anyone having done anything about the service. */
function itRecovers(): void {
  it('recovers by itself when MongoDB is back, and nobody is logged out', async () => {
    await until('the sessions can be read', async () => (await send('get', 'sessions')).status === 200);
    await until('the gauge is 1', async () => (await gauge(auth, 'latchkey_mongodb_up')) === 1);
    staying = cookieHeader(await send('post', 'refresh').expect(200));
    await send('post', 'signin', '').send(credentials).expect(200);
  });
}

describe('MongoDB is stopped and started again', () => {
  beforeAll(() => mongo.stop());
  itBearsTheOutage();
  describe('afterwards', () => {
    beforeAll(() => mongo.start());
    itRecovers();
  });
});

describe('MongoDB falls silent with its connections open, and goes on', () => {
  beforeAll(() => mongo.freeze());
  itBearsTheOutage();
  describe('afterwards', () => {
    beforeAll(() => mongo.thaw());
    itRecovers();
  });
});

describe('SIGTERM while MongoDB is silent', () => {
  beforeAll(() => mongo.freeze());
  afterAll(() => mongo.thaw());

  it('still answers what is in flight, and ends the service', async () => {
    const body = JSON.stringify(credentials);
    const inFlight = await openRaw(auth.port, postHead('/api/users/signin', body));
    await until('the request has arrived', () => inFlight.received().includes('100 Continue'));
    inFlight.socket.write(body);
    auth.child.kill('SIGTERM');
    await inFlight.ended;
    expect(inFlight.received()).toContain('HTTP/1.1 503 Service Unavailable');
    expect(await auth.exited).toEqual({ code: 0, signal: null });
  });
});
