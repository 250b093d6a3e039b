import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { followJwks, UnavailableError, type FollowedKeys } from '../../../src/index';
import { startFeed, type FeedServer } from '../../support/feed-server';
import { jwksOf } from '../../support/jwks-server';
import { ec, tokenBy } from '../../support/key-pairs';
import { expectProblem } from '../../support/problems';
import { ticketService, type Service } from '../../support/service';
import { asCookie } from '../../support/tokens';

const [OURS, THEIRS] = [ec(), ec()];
const SECOND = 1000;
const [ours, theirs] = [OURS, THEIRS].map(({ privatePem }) => asCookie(tokenBy(privatePem)));

let server: FeedServer;
let keys: FollowedKeys;
let app: Service['app'];
/** Stands in for the passing of time; the rest of the process keeps its own clock. */
let passed = 0;

beforeEach(async () => {
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  server = await startFeed(jwksOf(OURS.privatePem));
  keys = followJwks({ url: server.url });
  await keys.ready();
  app = ticketService({ jwtKey: undefined, remoteKeys: keys }).app;
});
afterEach(async () => {
  await keys.close();
  await server.stop();
  jest.restoreAllMocks();
});

const get = (...cookies: (string | undefined)[]) =>
  request(app).get('/tickets').set('Cookie', cookies.join('; '));

it('a cookie of an unknown key beside a good one asks nobody', async () => {
  passed += 40 * SECOND;
  await get(theirs, ours).expect(200);
  await get(ours, theirs).expect(200);
  expect(server.requests).toBe(1);
  // Alone it does.
  await get(theirs).expect(401);
  expect(server.requests).toBe(2);
});

it('a key that is new is asked for where no cookie is good', async () => {
  passed += 40 * SECOND;
  server.answer = jwksOf(THEIRS.privatePem);
  await get('__Host-session=garbage', theirs).expect(200);
});

it('a good one of a new key counts beside one that cannot be judged', async () => {
  let asked = 0;
  const isRevoked = () => {
    asked += 1;
    if (asked < 3) throw new UnavailableError('The list is away.');
    return false;
  };
  const revocations = { isRevoked, watch: () => () => undefined };
  ({ app } = ticketService({ jwtKey: undefined, remoteKeys: keys, revocations }));
  passed += 40 * SECOND;
  server.answer = jwksOf(`${THEIRS.privatePem},${OURS.privatePem}`);
  await get(ours, theirs).expect(200);
  expect(asked).toBe(3);
});

it('while keys cannot be fetched, the good one is let in, and nobody is refused for good', async () => {
  server.answer = (_req, res) => void res.writeHead(500).end();
  passed += 40 * SECOND;
  expectProblem(await get('__Host-session=garbage', theirs), 503, 'unavailable');
  await get(theirs, ours).expect(200);
});
