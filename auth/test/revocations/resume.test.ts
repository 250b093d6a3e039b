import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RevocationLog } from '../../src/revocations/revocation-log';
import { MINUTE, restartClock, SECOND } from '../support/clock';
import { WINDOW_MS } from '../support/primary';
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

const shifted = (position: string, ms: number) => {
  const [election, from] = position.split('.');
  return `${election}.${Number(from) + ms}`;
};

describe('a follower that resumes', () => {
  it('is told what was revoked since its position, by any replica', async () => {
    written.end('before');
    for (let n = 0; n < 7; n++) await passAndRead(10 * SECOND, here, there);
    const position = here.position()!;
    written.end('after');
    await passAndRead(20 * SECOND, here, there);
    here.record({ kind: 'session', session: 'own', revokedAt: new Date() });
    expect(told(here, position)).toEqual(['after', 'own']);
    expect(told(there, position)).toEqual(['after']);
  });

  it('is told what a replica learnt after it, although it was stamped before', async () => {
    const own = written.end('own', 0);
    here.record(own);
    clock.pass(20 * SECOND);
    await read(here);
    const position = here.position()!;
    // The other one did not read meanwhile.
    expect(there.since(position)).toBeUndefined();
    await passAndRead(11 * SECOND, there, here);
    expect(told(there, position)).toEqual(['own']);
    await passAndRead(30 * SECOND, there, here);
    expect(told(there, here.position()!)).toEqual([]);
  });

  it('is told each generation of a user newer than the one before', () => {
    const position = here.position()!;
    for (const gen of [3, 5, 4]) here.record({ kind: 'user', user: 'ada', gen, revokedAt: new Date() });
    expect([...here.since(position)!]).toEqual(
      [3, 5].map((gen) => expect.objectContaining({ user: 'ada', gen })),
    );
  });

  it('is told nothing that is added later, which comes by itself', () => {
    const entries = here.since(here.position()!)!;
    here.record({ kind: 'session', session: 'later', revokedAt: new Date() });
    expect([...entries]).toEqual([]);
  });

  it('may come from a replica that has read a little later, and not much later', () => {
    const position = here.position()!;
    expect(told(here, shifted(position, 5 * SECOND))).toEqual([]);
    expect(told(here, shifted(position, 5 * SECOND + 1))).toBeUndefined();
  });

  it('may have been away for as long as an entry lives, and not longer', () => {
    const position = here.position()!;
    expect(told(here, shifted(position, -WINDOW_MS))).toEqual([]);
    expect(told(here, shifted(position, -WINDOW_MS - 1))).toBeUndefined();
  });

  it('needs a replica that is current', async () => {
    const position = here.position()!;
    clock.pass(15 * SECOND);
    expect(told(here, position)).toEqual([]);
    clock.pass(1);
    expect(here.isCurrent()).toBe(false);
    expect(told(here, position)).toBeUndefined();
    await read(here);
    expect(told(here, position)).toEqual([]);
  });

  it('cannot where nothing was read yet, and not by anything else than a position', () => {
    expect(told(newLog(), here.position()!)).toBeUndefined();
    for (const text of ['', 'x', `${here.position()}, ${here.position()}`, `${here.position()}0`])
      expect(told(here, text)).toBeUndefined();
  });
});

describe('another primary', () => {
  it('takes no position of the one before, whose clock may have been another', async () => {
    await passAndRead(SECOND, here, there);
    const position = here.position()!;
    primary.elect(-40 * SECOND);
    written.end('behind');
    await read(there);
    expect(told(there, position)).toBeUndefined();
    // This one has not noticed yet, and will tell it once it has.
    expect(told(here, position)).toEqual([]);
    await passAndRead(SECOND, here);
    expect(told(here, position)).toBeUndefined();
    expect(told(here, there.position()!)).toEqual(['behind']);
    expect([...here.list.entries()]).toHaveLength(1);
  });

  it('that a replica writes to before it has noticed is told to all who resume', async () => {
    await passAndRead(20 * SECOND, here, there);
    const position = there.position()!;
    primary.elect(-40 * SECOND);
    here.record(written.end('behind'));
    expect(told(here, position)).toEqual(['behind']);
    expect(told(here, here.position()!)).toEqual(['behind']);
  });
});

describe('a clock that is set back', () => {
  it('takes the position back with it', async () => {
    const position = here.position()!;
    primary.setAhead(-5 * MINUTE);
    await read(here);
    expect(here.position()).toBe(shifted(position, -5 * MINUTE));
    expect(told(here, position)).toBeUndefined();
  });

  it('hides nothing once it has caught up, and until the entry is over', async () => {
    const position = here.position()!;
    primary.setAhead(-5 * MINUTE);
    await read(here, there);
    clock.pass(SECOND);
    written.end('behind');
    await read(here, there);
    await passAndRead(6 * MINUTE, here, there);
    for (const log of [here, there]) {
      expect(told(log, position)).toEqual(['behind']);
      expect(told(log, log.position()!)).toEqual(['behind']);
    }
    await passAndRead(5 * MINUTE + SECOND, here);
    here.dropExpired();
    expect(told(here, here.position()!)).toEqual([]);
  });
});
