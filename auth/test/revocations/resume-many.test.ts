import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_RESUMED } from '../../src/revocations/resume-index';
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
beforeEach(async () => {
  ({ clock, primary, written, here, there, read, passAndRead } = await startTwoLogs());
});
afterEach(restartClock);

describe('many entries', () => {
  const end = (from: number, count: number, ago = 0) => {
    for (let n = from; n < from + count; n++)
      here.record({ kind: 'session', session: `session-${n}`, revokedAt: new Date(Date.now() - ago) });
  };

  it('are told to a follower that resumes, up to so many that the snapshot is cheaper', () => {
    const position = here.position()!;
    end(0, MAX_RESUMED);
    expect(told(here, position)).toHaveLength(MAX_RESUMED);
    end(MAX_RESUMED, 1);
    expect(told(here, position)).toBeUndefined();
  });

  it('are held as the newest ones only, whatever the order', async () => {
    const position = here.position()!;
    end(0, MAX_RESUMED, 10 * SECOND);
    end(MAX_RESUMED, MAX_RESUMED, 20 * SECOND);
    await passAndRead(42 * SECOND, here);
    expect(told(here, position)).toBeUndefined();
    expect(told(here, here.position()!)).toHaveLength(MAX_RESUMED);
    await passAndRead(10 * SECOND, here);
    end(2 * MAX_RESUMED, 1);
    expect(told(here, here.position()!)).toEqual([`session-${2 * MAX_RESUMED}`]);
  });

  it('do not matter to one that has just taken the snapshot here', async () => {
    end(0, 2 * MAX_RESUMED);
    const position = here.snapshotPosition()!;
    expect(told(here, position)).toEqual([]);
    end(2 * MAX_RESUMED, 2);
    expect(told(here, position)).toEqual([`session-${2 * MAX_RESUMED}`, `session-${2 * MAX_RESUMED + 1}`]);
    end(2 * MAX_RESUMED + 2, MAX_RESUMED - 2);
    expect(told(here, position)).toHaveLength(MAX_RESUMED);
    end(3 * MAX_RESUMED, 1);
    expect(told(here, position)).toBeUndefined();
    // Elsewhere only the time counts.
    await read(there);
    expect(told(there, here.snapshotPosition()!)).toEqual([]);
  });
});

describe('the position of a snapshot', () => {
  it('is one in time, too, for another replica and after a restart', async () => {
    const position = here.snapshotPosition()!;
    written.end('after');
    await passAndRead(SECOND, there);
    expect(told(there, position)).toEqual(['after']);
  });

  it('tells what this replica has learnt since, however old it is', () => {
    const position = here.snapshotPosition()!;
    here.record({ kind: 'session', session: 'late', revokedAt: new Date(Date.now() - 10 * MINUTE) });
    here.record({ kind: 'session', session: 'late', revokedAt: new Date(Date.now() - MINUTE) });
    expect(told(here, position)).toEqual(['late']);
    expect(told(here, here.snapshotPosition()!)).toEqual([]);
  });

  it('holds through an election, and while the replica is current', async () => {
    const position = here.snapshotPosition()!;
    primary.elect(-40 * SECOND);
    written.end('behind');
    await read(here);
    expect(told(here, position)).toEqual(['behind']);
    clock.pass(15 * SECOND + 1);
    expect(told(here, position)).toBeUndefined();
  });

  it('is not one of more than this replica has learnt', () => {
    const [count] = here.snapshotPosition()!.split('.').slice(-1);
    const forged = here.snapshotPosition()!.replace(/\d+$/, String(Number(count) + 1));
    expect(told(here, forged)).toEqual([]);
  });
});
