import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopTimeouts } from '../../support/clock';
import { ignoreFeed } from '../../support/event-stream';
import { expectProblem } from '../../support/problems';
import { endMany, SNAPSHOT_PATH, snapshotsInFlight, takeSnapshot } from '../../support/snapshots';
import { until } from '../../support/until';

let auth: TestAuth;
beforeEach(async () => {
  auth = await startAuth();
  await auth.services.revocations.readAll([]);
});
afterEach(async () => {
  restartClock();
  await auth.stop();
});

const inFlight = () => snapshotsInFlight(auth);

/** For tests that have stopped timeouts. */
async function untilInFlight(count: number): Promise<void> {
  while ((await inFlight()) !== count) await new Promise((resolve) => setImmediate(resolve));
}

describe('readers of GET /revocations/snapshot', () => {
  it('are 64 at once, and more get 503 with Retry-After; one that leaves makes room', async () => {
    endMany(auth, 200_000);
    const stuck: Socket[] = [];
    for (let n = 0; n < 64; n++) stuck.push(await ignoreFeed(auth, SNAPSHOT_PATH));
    await until('they are served', async () => (await inFlight()) === 64);
    const refused = await auth.internal().get(SNAPSHOT_PATH);
    expectProblem(refused, 503, 'unavailable');
    expect(refused.headers['retry-after']).toMatch(/^[1-5]$/);
    expect(refused.headers['content-encoding']).toBeUndefined();
    for (const each of stuck) each.destroy();
    await until('they are gone', async () => (await inFlight()) === 0);
    expect((await takeSnapshot(auth)).lines).toHaveLength(200_002);
  });

  it('that are cut off stop nothing', async () => {
    endMany(auth, 100_000);
    const socket = connect(Number(new URL(auth.internalUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET ${SNAPSHOT_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
    await until('it is gone', async () => (await inFlight()) === 0);
    expect((await takeSnapshot(auth)).lines.at(-1)).toEqual({ end: 100_000 });
  });

  it('that take longer than a minute are cut off, and make room', async () => {
    endMany(auth, 200_000);
    stopTimeouts();
    const stuck = await ignoreFeed(auth, SNAPSHOT_PATH);
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
