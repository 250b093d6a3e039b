import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_RESUMED } from '../../../src/revocations/resume-index';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, SECOND, stopClock, stopTimeouts } from '../../support/clock';
import { ignoreFeed, readFeed, untilLater } from '../../support/event-stream';
import { expectProblem } from '../../support/problems';
import { until } from '../../support/until';

const PATH = '/revocations/snapshot';

let auth: TestAuth;
beforeEach(async () => {
  auth = await startAuth();
  await log().readAll([]);
});
afterEach(async () => {
  restartClock();
  jest.restoreAllMocks();
  await auth.stop();
});

const log = () => auth.services.revocations;
const end = untilLater();
function addMany(count: number, name = 'session'): void {
  for (let n = 0; n < count; n++) log().list.add({ kind: 'session', session: `${name}-${n}`, until: end });
}
async function take(encoding = 'gzip') {
  const response = await fetch(`${auth.internalUrl}${PATH}`, { headers: { 'accept-encoding': encoding } });
  const text = await response.text();
  return {
    response,
    lines: text
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as unknown),
  };
}
const head = () => ({ asOf: log().asOf(), window: log().window, position: log().snapshotPosition() });
/** How many entries are read from the list in each turn of the event loop. */
function countPerTurn(): readonly number[] {
  const perTurn: number[] = [];
  const { list } = log();
  const entries = list.entries.bind(list);
  let isNewTurn = true;
  jest.spyOn(list, 'entries').mockImplementation(function* () {
    for (const entry of entries()) {
      if (isNewTurn) {
        perTurn.push(0);
        setImmediate(() => (isNewTurn = true));
      }
      isNewTurn = false;
      perTurn[perTurn.length - 1]! += 1;
      yield entry;
    }
  });
  return perTurn;
}
async function inFlight(): Promise<number> {
  const { text } = await auth.internal().get('/metrics').expect(200);
  return Number(/^latchkey_revocations_snapshots (.*)$/m.exec(text)![1]);
}

/** For tests that have stopped timeouts. */
async function untilInFlight(count: number): Promise<void> {
  while ((await inFlight()) !== count) await new Promise((resolve) => setImmediate(resolve));
}

describe('GET /revocations/snapshot on the internal port', () => {
  it.each([
    ['gzip', 'gzip'],
    ['identity', null],
  ])('tells all that is known, as JSON lines: %s', async (accepted, encoding) => {
    log().list.add({ kind: 'user', user: 'ada', gen: 4, until: end });
    addMany(1);
    const { response, lines } = await take(accepted);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(lines).toEqual([
      head(),
      { key: 'user.ada.4', until: end },
      { key: 'session.session-0', until: end },
      { end: 2 },
    ]);
  });

  it('is made once for 10 s, and a follower resumes after it', async () => {
    const clock = stopClock();
    const first = head();
    addMany(1, 'later');
    await take();
    log().record({ kind: 'session', session: 'live', revokedAt: new Date() });
    clock.pass(9 * SECOND);
    await log().readNew([]);
    expect((await take()).lines).toHaveLength(3);
    expect([...log().since(first.position!)!]).toHaveLength(1);
    clock.pass(SECOND);
    expect((await take()).lines).toEqual([head(), expect.anything(), expect.anything(), { end: 2 }]);
  });

  it('is resumed right after more revocations than a follower that resumes by time is told', async () => {
    for (let n = 0; n <= MAX_RESUMED; n++)
      log().record({ kind: 'session', session: `mass-${n}`, revokedAt: new Date() });
    expect(log().since(log().position()!)).toBeUndefined();
    const [{ position }] = (await take()).lines as [{ position: string }];
    log().record({ kind: 'session', session: 'after', revokedAt: new Date() });
    const { received } = await readFeed(auth, { 'last-event-id': position });
    await until('all is told', () => received().includes('as-of'));
    expect(received().match(/"key":"[^"]+"/g)).toEqual(['"key":"session.after"']);
  });

  it('of 200,000 entries leaves turns to others while it is made', async () => {
    addMany(200_000);
    const perTurn = countPerTurn();
    expect((await take()).lines.at(-1)).toEqual({ end: 200_000 });
    expect(Math.max(...perTurn)).toBeLessThan(5_000);
  });

  it('answers HEAD with the headers', async () => {
    const { headers } = await auth.internal().head(PATH).expect(200);
    expect(headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(await inFlight()).toBe(0);
  });
});

describe('many readers', () => {
  it('are 64 at once, and more get 503 with Retry-After; one that leaves makes room', async () => {
    addMany(200_000);
    const stuck: Socket[] = [];
    for (let n = 0; n < 64; n++) stuck.push(await ignoreFeed(auth, PATH));
    await until('they are served', async () => (await inFlight()) === 64);
    const refused = await auth.internal().get(PATH);
    expectProblem(refused, 503, 'unavailable');
    expect(refused.headers['retry-after']).toMatch(/^[1-5]$/);
    expect(refused.headers['content-encoding']).toBeUndefined();
    for (const each of stuck) each.destroy();
    await until('they are gone', async () => (await inFlight()) === 0);
    expect((await take()).lines).toHaveLength(200_002);
  });

  it('that are cut off stop nothing', async () => {
    addMany(100_000);
    const socket = connect(Number(new URL(auth.internalUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
    await until('it is gone', async () => (await inFlight()) === 0);
    expect((await take()).lines.at(-1)).toEqual({ end: 100_000 });
  });

  it('that take longer than a minute are cut off, and make room', async () => {
    addMany(200_000);
    stopTimeouts();
    const stuck = await ignoreFeed(auth, PATH);
    const closed = new Promise((resolve) => stuck.once('close', resolve));
    await untilInFlight(1);
    jest.advanceTimersByTime(MINUTE - 1);
    expect(await inFlight()).toBe(1);
    jest.advanceTimersByTime(1);
    await untilInFlight(0);
    stuck.resume();
    await closed;
  });
});
