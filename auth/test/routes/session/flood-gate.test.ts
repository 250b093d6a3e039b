import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PLACES_PER_CORE } from '../../../src/credentials/password/hash-queue';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { fillPlaces } from '../../support/busy-hashes';
import { collectLogs } from '../../support/logs';
import { newAddress, newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';
import { openRaw, type RawConnection } from '../../support/raw-connection';
import { until } from '../../support/until';

const { lines, stream } = collectLogs();
let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ REQUESTS_PER_ADDRESS: '5/1m' }, stream);
});
afterAll(() => auth.stop());

/** Sends the head of a request, whose body never comes. */
function sendHead(path: string, address: string): Promise<RawConnection> {
  const head = [
    'Host: a',
    'Content-Type: application/json',
    'Content-Length: 100',
    `X-Forwarded-For: ${address}`,
  ];
  return openRaw(Number(new URL(auth.url).port), `POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
}

/** The answer to a head alone. */
async function answerToHead(path: string, address: string): Promise<string> {
  const asked = await sendHead(path, address);
  await until('there is an answer', () => asked.received().includes('"code"'));
  asked.socket.destroy();
  return asked.received();
}

async function count(metric: string): Promise<number> {
  const { text } = await auth.internal().get('/metrics').expect(200);
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(metric))
      ?.slice(metric.length) ?? 0,
  );
}

describe.each([
  ['signup', 'sign_up_failed'],
  ['signin', 'sign_in_failed'],
])('POST /api/users/%s in a flood', (name, event) => {
  const path = `/api/users/${name}`;
  const ask = (address: string, body: object) =>
    auth.request().post(path).set('X-Forwarded-For', address).send(body);

  it('is refused before its body has come when there is no place for a hash', async () => {
    const free = fillPlaces(auth);
    try {
      const answer = await answerToHead(path, newAddress());
      expect(answer).toMatch(/^HTTP\/1\.1 503 /);
      expect(answer).toContain('"code":"unavailable"');
    } finally {
      await free();
    }
  });

  it('is refused before its body has come once its address is known to be over the limit', async () => {
    const address = newAddress();
    for (let n = 0; n < 5; n++) expectProblem(await ask(address, {}), 400, 'validation_failed');
    expectTooMany(await ask(address, {}));
    const answer = await answerToHead(path, address);
    expect(answer).toMatch(/^HTTP\/1\.1 429 /);
    expect(answer).toMatch(/^Retry-After: [1-9]\d*\r$/im);
  });

  it('is counted, has the headers of every answer, and leaves no line in the log', async () => {
    const counters = [
      `latchkey_authentication_events_total{event="${event}",reason="unavailable"}`,
      `latchkey_http_request_duration_seconds_count{method="POST",route="/${name}",status="503"}`,
    ];
    const before = await Promise.all(counters.map(count));
    const free = fillPlaces(auth);
    const logged = lines.length;
    try {
      const refused = await ask(newAddress(), {});
      expectProblem(refused, 503, 'unavailable');
      expect(refused.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
      });
    } finally {
      await free();
    }
    const counted = await Promise.all(counters.map(count));
    expect(counted).toEqual(before.map((each) => each + 1));
    expect(lines.slice(logged)).toEqual([]);
  });
});

it('takes no place for requests whose body does not come', async () => {
  let asked = 0;
  auth.server.on('request', () => asked++);
  const heads = await Promise.all(
    Array.from({ length: PLACES_PER_CORE * availableParallelism() + 1 }, () =>
      sendHead('/api/users/signin', newAddress()),
    ),
  );
  await until('all heads have come', () => asked === heads.length);
  const body = { email: newEmail(), password: PASSWORD };
  await auth.request().post('/api/users/signup').set('X-Forwarded-For', newAddress()).send(body).expect(201);
  for (const { socket } of heads) socket.destroy();
});
