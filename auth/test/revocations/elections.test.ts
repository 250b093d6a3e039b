import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRevocationLog, type RevocationLog } from '../../src/revocations/revocation-log';
import { MINUTE, restartClock, SECOND, stopClock } from '../support/clock';
import { startPrimary, WINDOW_MS, type TestPrimary } from '../support/primary';
import { startWritten, type Written } from '../support/written';

let clock: { pass(ms: number): void };
let primary: TestPrimary;
let written: Written;
let log: RevocationLog;
beforeEach(async () => {
  clock = stopClock();
  primary = startPrimary();
  written = startWritten(primary);
  log = createRevocationLog({ window: WINDOW_MS, askPrimary: primary.askPrimary });
  await readNew();
});
afterEach(restartClock);

const readNew = () => log.readNew([written.source]);
const held = () =>
  [...log.list.entries()].map((each) => (each.kind === 'session' ? each.session : each.user));
const wholeWindow = () => primary.now() - WINDOW_MS - MINUTE;
const partial = () => primary.now() - 31 * SECOND;
/** The election of a position, and how long before now, in ms, it lets a follower resume. */
const position = () => {
  const [election, from] = log.position()!.split('.');
  return [election, primary.now() - Number(from)];
};

describe('a read', () => {
  it('starts 30 s before the last one, by the clock of the primary', async () => {
    primary.setAhead(10 * SECOND);
    await readNew();
    clock.pass(SECOND);
    await readNew();
    expect(written.reads.at(-1)).toBe(partial());
    expect(position()).toEqual(['7fffffff0000000000000001', 30 * SECOND]);
  });

  it('is of the whole window when another primary has taken over, whose clock may be behind', async () => {
    clock.pass(SECOND);
    primary.elect(-40 * SECOND);
    written.end('behind', 0);
    await readNew();
    expect(held()).toEqual(['behind']);
    expect(written.reads.at(-1)).toBe(wholeWindow());
    expect(position()).toEqual(['7fffffff0000000000000002', 30 * SECOND]);
    clock.pass(SECOND);
    await readNew();
    expect(written.reads.at(-1)).toBe(partial());
  });

  it('that an election comes between is followed by one of everything at once', async () => {
    clock.pass(SECOND);
    written.onRead = () => {
      written.onRead = () => undefined;
      primary.elect(-5 * MINUTE);
      written.end('behind', 0);
    };
    await readNew();
    expect(written.reads.slice(1)).toEqual([Date.now() - 31 * SECOND, wholeWindow()]);
    expect(held()).toEqual(['behind']);
    expect(log.asOf()).toBe(Date.now());
    expect(position()).toEqual(['7fffffff0000000000000002', 30 * SECOND]);
  });

  it('that elections come between again and again promises nothing, and the next one is of everything', async () => {
    const [asOf, told] = [log.asOf(), log.position()];
    clock.pass(SECOND);
    written.onRead = () => {
      primary.elect();
      written.end(`after-${written.reads.length}`);
    };
    await readNew();
    expect([log.asOf(), log.position()]).toEqual([asOf, told]);
    expect(held()).toEqual(['after-2', 'after-3']);
    written.onRead = () => undefined;
    await readNew();
    expect(written.reads.at(-1)).toBe(wholeWindow());
    expect(held()).toContain('after-4');
    expect(log.asOf()).toBe(Date.now());
  });

  it.each(['before', 'after'])(
    'is of everything when MongoDB could not be asked %s the last one',
    async (when) => {
      const [asOf, told] = [log.asOf(), log.position()];
      clock.pass(SECOND);
      let asked = 0;
      primary.answer = (each) =>
        ++asked === (when === 'before' ? 1 : 2) ? Promise.reject(new Error('away')) : Promise.resolve(each);
      await expect(readNew()).rejects.toThrow('away');
      expect([log.asOf(), log.position()]).toEqual([asOf, told]);
      await readNew();
      expect(written.reads.at(-1)).toBe(wholeWindow());
      clock.pass(SECOND);
      await readNew();
      expect(written.reads.at(-1)).toBe(partial());
    },
  );

  it('finds what a primary stamps whose clock was set back', async () => {
    clock.pass(SECOND);
    primary.setAhead(-5 * MINUTE);
    written.end('behind');
    await readNew();
    expect(held()).toEqual(['behind']);
    expect(log.asOf()).toBe(Date.now());
  });

  it('of the whole window starts by the clock that is behind', async () => {
    primary.elect(5 * MINUTE);
    await readNew();
    expect(written.reads.at(-1)).toBe(Date.now() - WINDOW_MS - MINUTE);
  });

  it('waits for the one before', async () => {
    clock.pass(SECOND);
    const asOf = Date.now();
    const held = new EventEmitter();
    primary.answer = async (each) => {
      await once(held, 'released');
      return each;
    };
    const first = readNew();
    await new Promise((resolve) => setImmediate(resolve));
    primary.answer = (each) => Promise.resolve(each);
    const second = log.readAll([written.source]);
    clock.pass(SECOND);
    held.emit('released');
    await first;
    expect(log.asOf()).toBe(asOf);
    await second;
    expect(log.asOf()).toBe(asOf + SECOND);
  });
});

describe('behind a mongos, which tells no elections', () => {
  it('reads go on, and there is no position', async () => {
    primary.answer = ({ now }) => Promise.resolve({ election: undefined, now });
    // One that meets a mongos from its start on.
    log = createRevocationLog({ window: WINDOW_MS, askPrimary: primary.askPrimary });
    await readNew();
    clock.pass(SECOND);
    await readNew();
    expect(written.reads.slice(-2)).toEqual([wholeWindow() - SECOND, partial()]);
    expect(log.asOf()).toBe(Date.now());
    expect(log.position()).toBeUndefined();
    expect(log.since(`undefined.${Date.now() - MINUTE}`)).toBeUndefined();
  });
});
