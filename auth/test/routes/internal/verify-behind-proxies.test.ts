import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, SECOND, restartClock, stopClock } from '../../support/clock';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { changeUser } from '../../support/documents';
import {
  bearer,
  cookie,
  EVIL,
  expectIs,
  expectNobody,
  PROXIES,
  SAME,
  type Headers,
} from '../../support/proxies';

const TRUSTED = 'https://app.example.com';

let auth: TestAuth;
let owner: Owner;

beforeAll(async () => {
  auth = await startAuth({ TRUSTED_ORIGINS: TRUSTED });
  owner = await signUpDevice(auth);
});
afterEach(restartClock);
afterAll(() => auth.stop());

describe.each(Object.entries(PROXIES))('asked by %s', (_proxy, asks) => {
  const ask = (method: string, headers: Headers) => asks(auth, method, headers);

  it.each(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'tells who a %s of the cookie or the bearer token is from',
    async (method) => {
      expectIs(await ask(method, { ...cookie(owner), Origin: SAME }), owner);
      expectIs(await ask(method, bearer(owner)), owner);
    },
  );

  it('tells nobody apart as the library does', async () => {
    expectNobody(await ask('GET', {}), 'token_missing');
    expectNobody(await ask('GET', { Cookie: 'session=garbage' }), 'token_invalid');
    expectNobody(await ask('GET', { ...cookie(owner), Authorization: 'Bearer garbage' }), 'token_invalid');
    const clock = stopClock();
    const late = await signUpDevice(auth);
    clock.pass(15 * MINUTE + 5 * SECOND);
    expectNobody(await ask('GET', cookie(late)), 'token_expired');
  });

  it('refuses at once who signed out, and who was banned, however that came into the database', async () => {
    const [leaving, banned] = [await signUpDevice(auth), await signUpDevice(auth)];
    expectIs(await ask('GET', cookie(banned)), banned);
    await send(auth, 'post', 'signout', leaving).expect(200);
    await changeUser(auth, banned.email, { ban: {} });
    expectNobody(await ask('GET', cookie(leaving)), 'token_revoked');
    expectNobody(await ask('GET', bearer(banned)), 'token_revoked');
  });

  it('reads no cookie of an unsafe request from another origin', async () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: EVIL },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: EVIL },
      { Origin: 'null' },
      { Origin: 'http://auth-srv:3001' },
    ]) {
      expectNobody(await ask('POST', { ...cookie(owner), ...headers }), 'token_missing');
      expectIs(await ask('GET', { ...cookie(owner), ...headers }), owner);
      expectIs(await ask('POST', { ...bearer(owner), ...headers }), owner);
    }
  });

  it.each<[string, Headers]>([
    ['over HTTP/1.1', { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13' }],
    ['over HTTP/2', { 'Sec-WebSocket-Version': '13' }],
    ['with fetch metadata', { 'Sec-Fetch-Mode': 'websocket' }],
    ['through a proxy that leaves Upgrade in', { Connection: 'Upgrade', Upgrade: 'websocket' }],
  ])('reads no cookie of a websocket that another origin asks for %s', async (_how, handshake) => {
    for (const headers of [{ 'Sec-Fetch-Site': 'same-site', Origin: EVIL }, { Origin: EVIL }]) {
      expectNobody(await ask('GET', { ...cookie(owner), ...handshake, ...headers }), 'token_missing');
      expectIs(await ask('GET', { ...bearer(owner), ...handshake, ...headers }), owner);
    }
    expectIs(await ask('GET', { ...cookie(owner), ...handshake, Origin: SAME }), owner);
  });

  it('reads it from the same origin, a trusted one, and what is no browser', async () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: TRUSTED },
      { Origin: SAME },
      {},
    ] as Headers[]) {
      expectIs(await ask('DELETE', { ...cookie(owner), ...headers }), owner);
    }
  });

  it.each<[string, Headers]>([
    ['X-Forwarded-Method', { 'X-Forwarded-Method': 'GET' }],
    ['X-Original-Method', { 'X-Original-Method': 'GET' }],
    ['X-Forwarded-Host', { 'X-Forwarded-Host': new URL(EVIL).host }],
    ['X-HTTP-Method-Override', { 'X-HTTP-Method-Override': 'GET' }],
    [
      'all of them',
      { 'X-Forwarded-Method': 'GET', 'X-Original-Method': 'GET', 'X-Forwarded-Host': new URL(EVIL).host },
    ],
  ])('cannot be made to read it by a client that sends %s itself', async (_what, sent) => {
    expectNobody(await ask('POST', { ...sent, ...cookie(owner), Origin: EVIL }), 'token_missing');
    const crossSite = { ...sent, ...cookie(owner), 'Sec-Fetch-Site': 'cross-site' };
    expectNobody(await ask('POST', crossSite), 'token_missing');
  });

  it('does not answer to a condition that was for the service', async () => {
    expectIs(await ask('GET', { ...cookie(owner), 'If-None-Match': '*' }), owner);
  });
});
