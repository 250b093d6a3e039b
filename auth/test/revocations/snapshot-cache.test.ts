import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createSnapshotCache, type Snapshot } from '@latchkey/common/protocol';
import { MAX_RESUMED } from '../../src/revocations/resume-index';
import { createRevocationLog, type RevocationLog } from '../../src/revocations/revocation-log';
import { restartClock, SECOND, stopClock } from '../support/clock';
import { untilLater } from '../support/event-stream';
import { startPrimary, WINDOW_MS } from '../support/primary';

let log: RevocationLog;
let clock: { pass(ms: number): void };
let snapshot: () => Promise<Snapshot>;
beforeEach(async () => {
  clock = stopClock();
  const { askPrimary } = startPrimary();
  log = createRevocationLog({ window: WINDOW_MS, askPrimary });
  await log.readAll([]);
  snapshot = createSnapshotCache(log);
});
afterEach(() => {
  restartClock();
  jest.restoreAllMocks();
});

function end(count: number, name: string): void {
  for (let n = 0; n < count; n++)
    log.record({ kind: 'session', session: `${name}-${n}`, revokedAt: new Date() });
}

/** Enough that it takes many turns, in which others ask. */
function fill(): void {
  for (let n = 0; n < 20_000; n++) log.list.add({ kind: 'user', user: `u${n}`, gen: 1, until: untilLater() });
}

function positionIn({ gzip }: Snapshot): string {
  const [head] = gunzipSync(gzip).toString().split('\n');
  return (JSON.parse(head!) as { position: string }).position;
}

describe('a snapshot that takes longer than it is kept', () => {
  beforeEach(fill);

  it('is not begun again meanwhile', async () => {
    const entries = jest.spyOn(log.list, 'entries');
    const asked = [snapshot()];
    for (let n = 0; n < 3; n++) {
      clock.pass(10 * SECOND);
      await log.readNew([]);
      asked.push(snapshot());
    }
    const [first, ...others] = await Promise.all(asked);
    expect(others.every((other) => other === first)).toBe(true);
    expect(entries).toHaveBeenCalledTimes(1);
  });

  it('is kept for 10 s from when it was done', async () => {
    const asked = snapshot();
    clock.pass(11 * SECOND);
    await log.readNew([]);
    const made = await asked;
    clock.pass(9 * SECOND);
    await log.readNew([]);
    expect((await snapshot()) === made).toBe(true);
    expect([...log.since(positionIn(made))!]).toEqual([]);
    clock.pass(SECOND);
    expect((await snapshot()) === made).toBe(false);
  });
});

describe('a snapshot that cannot be resumed any more', () => {
  it('before it is done goes to all who wait, and the next one is made after it', async () => {
    fill();
    const entries = jest.spyOn(log.list, 'entries');
    const first = snapshot();
    end(MAX_RESUMED + 1, 'mass');
    const second = snapshot();
    expect((await second) === (await first)).toBe(true);
    expect(entries).toHaveBeenCalledTimes(1);
    expect(log.since(positionIn(await first))).toBeUndefined();
    expect([...log.since(positionIn(await snapshot()))!]).toEqual([]);
  });

  it('once it is done is made anew', async () => {
    const first = await snapshot();
    end(MAX_RESUMED + 1, 'mass');
    const second = await snapshot();
    expect(second === first).toBe(false);
    expect([...log.since(positionIn(second))!]).toEqual([]);
  });
});

it('is made anew after it has failed', async () => {
  jest.spyOn(log.list, 'entries').mockImplementationOnce(() => {
    throw new Error('no memory');
  });
  const asked = [snapshot(), snapshot()];
  for (const each of asked) await expect(each).rejects.toThrow('no memory');
  expect(log.since(positionIn(await snapshot()))).toBeDefined();
});
