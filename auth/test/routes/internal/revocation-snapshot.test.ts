import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_RESUMED } from '../../../src/revocations/resume-index';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { restartClock, SECOND, stopClock } from '../../support/clock';
import { readFeed, untilLater } from '../../support/event-stream';
import { expectProblem } from '../../support/problems';
import { endMany, SNAPSHOT_PATH, snapshotsInFlight, takeSnapshot } from '../../support/snapshots';
import { until } from '../../support/until';

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

describe('GET /revocations/snapshot on the internal port', () => {
  it.each([
    ['gzip', 'gzip'],
    ['identity', null],
    ['br, GZIP ; q=0.5, identity', 'gzip'],
    ['br, *;q=0.1', 'gzip'],
    ['*, gzip;q=0', null],
  ])('tells all that is known, as JSON lines: %s', async (accepted, encoding) => {
    log().list.add({ kind: 'user', user: 'ada', gen: 4, until: end });
    endMany(auth, 1, 'session', end);
    const { response, lines } = await takeSnapshot(auth, accepted);
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
    endMany(auth, 1, 'later');
    await takeSnapshot(auth);
    log().record({ kind: 'session', session: 'live', revokedAt: new Date() });
    clock.pass(9 * SECOND);
    await log().readNew([]);
    expect((await takeSnapshot(auth)).lines).toHaveLength(3);
    expect([...log().since(first.position!)!]).toHaveLength(1);
    clock.pass(SECOND);
    expect((await takeSnapshot(auth)).lines).toEqual([
      head(),
      expect.anything(),
      expect.anything(),
      { end: 2 },
    ]);
  });

  it('is resumed right after more revocations than a follower that resumes by time is told', async () => {
    for (let n = 0; n <= MAX_RESUMED; n++)
      log().record({ kind: 'session', session: `mass-${n}`, revokedAt: new Date() });
    expect(log().since(log().position()!)).toBeUndefined();
    const [{ position }] = (await takeSnapshot(auth)).lines as [{ position: string }];
    log().record({ kind: 'session', session: 'after', revokedAt: new Date() });
    const { received } = await readFeed(auth, { 'last-event-id': position });
    await until('all is told', () => received().includes('as-of'));
    expect(received().match(/"key":"[^"]+"/g)).toEqual(['"key":"session.after"']);
  });

  it('of 200,000 entries leaves turns to others while it is made', async () => {
    endMany(auth, 200_000);
    const perTurn = countPerTurn();
    expect((await takeSnapshot(auth)).lines.at(-1)).toEqual({ end: 200_000 });
    expect(Math.max(...perTurn)).toBeLessThan(5_000);
  });

  it('that cannot be made is a problem that can be read', async () => {
    jest.spyOn(log().list, 'entries').mockImplementationOnce(() => {
      throw new Error('no memory');
    });
    const response = await auth.internal().get(SNAPSHOT_PATH);
    expectProblem(response, 500, 'internal_error');
    expect(response.headers['content-encoding']).toBeUndefined();
    expect((await takeSnapshot(auth)).lines).toEqual([head(), { end: 0 }]);
  });

  it('answers HEAD with the headers', async () => {
    const { headers } = await auth.internal().head(SNAPSHOT_PATH).set('accept-encoding', 'gzip').expect(200);
    expect(headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(headers['content-encoding']).toBe('gzip');
    expect(await snapshotsInFlight(auth)).toBe(0);
  });
});
