import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { parseKeyRing } from '../../../src/keys/key-ring';
import {
  createAuthentication,
  followJwks,
  type AuthenticationOptions,
  type FollowedKeys,
} from '../../../src/index';
import { startFeed, type FeedServer } from '../../support/feed-server';
import { incoming } from '../../support/incoming';
import { jwksOf, silent } from '../../support/jwks-server';
import { ec, rsa, tokenBy, type Pair } from '../../support/key-pairs';
import { expectProblem, expectRefused } from '../../support/problems';
import { ticketService } from '../../support/service';
import { asBearer, SECRET, signed, claimsSet, joseHeader } from '../../support/tokens';
import { until } from '../../support/until';

const [OLD, NEW, NOT_OURS] = [ec(), ec(), ec()];
const OTHER = rsa();
const SECOND = 1000;

let server: FeedServer;
let keys: FollowedKeys;
const warnings: string[] = [];
/** Stands in for the passing of minutes; the rest of the process keeps its own clock. */
let passed: number;

beforeEach(async () => {
  passed = 0;
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  warnings.length = 0;
  jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  server = await startFeed(jwksOf(OLD.privatePem));
  keys = followJwks({ url: server.url });
});
afterEach(async () => {
  await keys.close();
  await server.stop();
  jest.restoreAllMocks();
});

const tokenOf = ({ privatePem }: Pair, lifetime?: number) => tokenBy(privatePem, lifetime);

function service(options: Partial<AuthenticationOptions> = {}) {
  const { app } = ticketService({ jwtKey: undefined, remoteKeys: keys, ...options });
  return (token: string) => request(app).get('/tickets').set('Authorization', asBearer(token));
}

describe('a service with JWKS_URL', () => {
  it('fetches the keys at start and lets their tokens in, asking nobody on a request', async () => {
    await keys.ready();
    const get = service();
    for (let i = 0; i < 20; i += 1) await get(tokenOf(OLD)).expect(200);
    expect(server.requests).toBe(1);
  });

  it('takes RS256, too, and keys of its own beside', async () => {
    await keys.ready();
    server.answer = jwksOf(`${OTHER.privatePem},${SECRET}`);
    passed = 300 * SECOND;
    await until('it fetched again', () => server.requests === 2);
    const get = service({ jwtKey: SECRET });
    await get(tokenOf(OTHER)).expect(200);
    await get(signed(JSON.stringify(joseHeader()), JSON.stringify(claimsSet()))).expect(200);
  });

  it('goes on from memory when the auth service is away', async () => {
    await keys.ready();
    const get = service();
    const known = tokenOf(OLD);
    await get(known).expect(200);
    await server.stop();
    passed = 300 * SECOND;
    await until('it noticed', () => warnings.length > 0);
    expect(warnings).toEqual([expect.stringMatching(/ECONNREFUSED.*the keys of before stay in force/)]);
    await get(known).expect(200);
    await get(tokenOf(OLD)).expect(200);
    // That of another key may be good; nobody can tell.
    expectProblem(await get(tokenOf(NEW)), 503, 'unavailable');
    server = await startFeed(jwksOf(NEW.privatePem), Number(new URL(server.url).port));
    await until('it fetched again', () => keys.find(parseKeyRing(NEW.privatePem).signing.kid) !== undefined);
    await get(tokenOf(NEW)).expect(200);
  });

  it('verifies a token once, however often the same keys are fetched', async () => {
    await keys.ready();
    const { authenticate } = createAuthentication({ remoteKeys: keys });
    const headers = { authorization: asBearer(tokenOf(OLD)) };
    const { user } = await authenticate(incoming(headers));
    passed = 300 * SECOND;
    await until('it fetched again', () => server.requests === 2);
    // The next one shows that this one was read, five minutes after that.
    await until('it fetched once more', () => {
      passed += 60 * SECOND;
      return server.requests >= 3;
    });
    expect((await authenticate(incoming(headers))).user).toBe(user);
  });

  it('knows a new key after 5 minutes, and forgets one that was withdrawn with all that it verified', async () => {
    await keys.ready();
    const get = service();
    const old = tokenOf(OLD);
    await get(old).expect(200);
    server.answer = jwksOf(NEW.privatePem);
    passed = 299 * SECOND;
    await get(old).expect(200);
    passed = 300 * SECOND;
    await until('it fetched again', () => server.requests === 2);
    await get(tokenOf(NEW)).expect(200);
    expectRefused(await get(old), 'token_invalid');
  });
});

describe('a token of an unknown key', () => {
  beforeEach(() => keys.ready());

  it('makes it ask, and is let in at once when the key has come', async () => {
    server.answer = jwksOf(`${OLD.privatePem},${NEW.privatePem}`);
    passed = 30 * SECOND;
    const answers = await Promise.all(Array.from({ length: 20 }, () => service()(tokenOf(NEW))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(server.requests).toBe(2);
  });

  it('makes it ask at most every 30 s', async () => {
    const get = service();
    for (let i = 0; i < 5; i += 1) expectRefused(await get(tokenOf(NOT_OURS)), 'token_invalid');
    expect(server.requests).toBe(1);
    passed = 31 * SECOND;
    for (let i = 0; i < 5; i += 1) expectRefused(await get(tokenOf(NOT_OURS)), 'token_invalid');
    expect(server.requests).toBe(2);
    passed = 59 * SECOND;
    expectRefused(await get(tokenOf(NOT_OURS)), 'token_invalid');
    expect(server.requests).toBe(2);
  });

  it('does not make it ask when it would be no good with any key', async () => {
    passed = 60 * SECOND;
    const get = service();
    expectRefused(await get(tokenOf(NOT_OURS, -60 * SECOND)), 'token_expired');
    const header = JSON.stringify(joseHeader({ kid: 'unknown' }));
    for (const claims of [{ aud: 'x' }, { iss: 'x' }, { sub: undefined }])
      expectRefused(await get(signed(header, JSON.stringify(claimsSet(claims)))), 'token_invalid');
    expectRefused(await get('x'), 'token_invalid');
    expect(server.requests).toBe(1);
  });

  it('holds nobody else up, and is answered itself after 2 s, when there is no answer', async () => {
    const get = service();
    server.answer = silent;
    passed = 60 * SECOND;
    const unknown = get(tokenOf(NEW)).then((response) => response);
    await until('it asks', () => server.requests === 2);
    await get(tokenOf(OLD)).expect(200);
    expect(server.open).toBe(1);
    expectProblem(await unknown, 503, 'unavailable');
  });
});
