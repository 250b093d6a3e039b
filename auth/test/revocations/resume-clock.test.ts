import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RevocationLog } from '../../src/revocations/revocation-log';
import { MINUTE, restartClock, SECOND } from '../support/clock';
import { startTwoLogs, told, type TwoLogs } from '../support/two-logs';

let clock: TwoLogs['clock'];
let primary: TwoLogs['primary'];
let written: TwoLogs['written'];
let here: RevocationLog;
let there: RevocationLog;
let read: TwoLogs['read'];
let passAndRead: TwoLogs['passAndRead'];
let newLog: TwoLogs['newLog'];
beforeEach(async () => {
  ({ clock, primary, written, here, there, read, passAndRead, newLog } = await startTwoLogs());
});
afterEach(restartClock);

describe('a clock of the primary that is set back while a follower is away', () => {
  /** Reads every 10 s, as no replica does that is current for longer. */
  async function passReading(ms: number, ...logs: RevocationLog[]): Promise<void> {
    for (let left = ms; left > 0; left -= 10 * SECOND)
      await passAndRead(Math.min(left, 10 * SECOND), ...logs);
  }

  it.each([31_200, 60_000, 5 * MINUTE])(
    'by %d ms hides nothing at a replica that had read a little earlier',
    async (back) => {
      await passAndRead(8 * SECOND, there);
      await passAndRead(1_500, here);
      const position = here.position()!;
      primary.setAhead(-back);
      const behind = written.end('behind');
      here.record(behind);
      await read(here, there);
      await passReading(back, here, there);
      expect(told(here, position)).toEqual(['behind']);
      expect(told(there, position)).toEqual(['behind']);
    },
  );

  it('hides nothing of what is stamped between what the two had read', async () => {
    await passAndRead(8 * SECOND, there);
    await passAndRead(15 * SECOND, here);
    const position = here.position()!;
    // Before the position of one, and after that of the other.
    primary.setAhead(-31 * SECOND);
    there.record(written.end('behind'));
    await read(there);
    primary.setAhead(0);
    await read(there);
    expect(told(there, position)).toEqual(['behind']);
  });

  it.each([45_000, 60_000])('by %d ms hides nothing at a replica that has started since', async (back) => {
    const position = here.position()!;
    primary.setAhead(-back);
    written.end('behind');
    const started = newLog();
    await read(started);
    expect(told(started, position)).toBeUndefined();
    await passReading(back - 4 * SECOND, started);
    expect(told(started, position)).toEqual(['behind']);
  });

  it('and has caught up hides nothing at one that has started since', async () => {
    const position = here.position()!;
    primary.setAhead(-MINUTE);
    written.end('behind');
    clock.pass(MINUTE);
    const started = newLog();
    await read(started);
    expect(told(started, position)).toEqual(['behind']);
  });

  it('tells a follower only what a minute before it was stamped, or later', async () => {
    written.end('old', MINUTE + 1001);
    written.end('new', MINUTE);
    const started = newLog();
    await read(started);
    expect(told(started, started.position()!)).toEqual(['new']);
  });
});

describe('a replica that paused', () => {
  it('reads everything, since the clock may have passed again what it stamped when it was set back', async () => {
    primary.setAhead(-31 * SECOND);
    written.end('behind');
    await passAndRead(40 * SECOND, here);
    expect([...here.list.entries()]).toHaveLength(1);
    expect(here.isCurrent()).toBe(true);
  });
});
