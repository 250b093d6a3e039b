import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, sidOf, signUpDevice } from '../../support/devices';
import { stopIntervals } from '../../support/clock';
import { asOfEvent, readFeed, revokedEvent as revoked, untilLater } from '../../support/event-stream';
import { expectProblem } from '../../support/problems';
import { sourcesOf } from '../../support/replica';
import { until } from '../../support/until';

let auth: TestAuth;
const running: TestAuth[] = [];

beforeEach(async () => {
  auth = await startAuth();
  running.push(auth);
});
afterEach(() => void jest.useRealTimers());
afterAll(async () => {
  for (const each of running) await each.stop();
});

const revocations = () => auth.services.revocations;
const readLog = () => revocations().readAll(sourcesOf(auth));

const asOf = () => asOfEvent(auth);

describe('GET /revocations on the internal port', () => {
  it('is an event stream that nobody on the way keeps, compresses or holds back', async () => {
    await readLog();
    const { response } = await readFeed(auth, { 'accept-encoding': 'gzip' });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(response.headers).not.toHaveProperty('content-length');
    expect(response.headers).not.toHaveProperty('content-encoding');
  });

  it('tells what is known, then until when, then what comes', async () => {
    const person = await signUpDevice(auth);
    const end = untilLater();
    revocations().list.add({ kind: 'user', user: 'ada', gen: 4, until: end });
    revocations().list.add({ kind: 'session', session: 'one', until: end });
    await readLog();
    const { received } = await readFeed(auth);
    const snapshot = revoked('user.ada.4', end) + revoked('session.one', end) + asOf();
    await until('the snapshot is there', () => received().length >= snapshot.length);
    expect(received()).toBe(snapshot);

    await send(auth, 'post', 'signout', person).expect(200);
    await until('the sign-out is there', () => received().endsWith('}\n\n') && received() !== snapshot);
    expect(received().slice(snapshot.length)).toContain(`{"key":"session.${sidOf(person)}","until":`);
  });

  it('tells a long list whole, and nothing twice to those who have it', async () => {
    const end = untilLater();
    for (let n = 0; n < 20_001; n++)
      revocations().list.add({ kind: 'session', session: `session-${n}`, until: end });
    await readLog();
    const { received } = await readFeed(auth);
    await until('the snapshot is there', () => received().includes('as-of'));
    expect(received().split('\n\n')).toHaveLength(20_001 + 1 + 1);
    expect(received().endsWith(asOf())).toBe(true);
    const { length } = received();
    revocations().list.add({ kind: 'session', session: 'session-7', until: end });
    revocations().list.add({ kind: 'session', session: 'new', until: end });
    await until('the new one is there', () => received().length > length);
    expect(received().slice(length)).toBe(revoked('session.new', end));
  });

  it('tells every 5 s until when it is complete, also while nothing happens', async () => {
    await readLog();
    stopIntervals();
    const { received } = await readFeed(auth);
    await until('the first is there', () => received() === asOf());
    const first = received();
    jest.advanceTimersByTime(4_999);
    await readLog();
    jest.advanceTimersByTime(1);
    await until('the second is there', () => received() === first + asOf());
    jest.advanceTimersByTime(5_000);
    await until('the third is there', () => received() === first + asOf() + asOf());
  });

  it('serves several services at once', async () => {
    await readLog();
    const readers = await Promise.all(Array.from({ length: 20 }, () => readFeed(auth)));
    revocations().record({ kind: 'session', session: 'one', revokedAt: new Date() });
    for (const { received } of readers) {
      await until('it is there', () => received().includes('session.one'));
    }
  });
});

describe('other methods', () => {
  it('answers HEAD with the headers, and lets go', async () => {
    await readLog();
    const asked = request(`${auth.internalUrl}/revocations`, { method: 'HEAD' }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/event-stream');
    await once(response.resume(), 'end');
    expect(auth.followers.taken).toBe(0);
  });

  it.each(['post', 'put', 'delete'] as const)('answers 404 to %s', async (method) => {
    expectProblem(await auth.internal()[method]('/revocations'), 404, 'not_found');
  });

  it('is not there on the public port', async () => {
    expectProblem(await auth.request().get('/revocations'), 404, 'not_found');
  });
});
