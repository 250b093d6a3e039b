import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Revocation } from '@latchkey/common/protocol';
import { formatPosition, parsePosition } from '../../src/revocations/position';
import type { RevocationLog } from '../../src/revocations/revocation-log';
import { WINDOW_MS } from '../support/primary';
import { useProcessClocks } from './feed-model/clock';
import { commands } from './feed-model/commands';
import type { Resume } from './feed-model/source';
import { World } from './feed-model/world';

/**
 * The protocol of docs/feed.md, run at random: bans, reads, failovers to clocks that are wrong, restores, restarts,
 * snapshots and reconnects, also in the middle of a read. The log, its snapshots and the list are the real ones.
 */
const RUNS = process.env.FULL === '1' ? 50_000 : 2_000;
jest.setTimeout(900_000);

/** A run of the model, which throws where an as-of promises more than a list holds. */
function runs(resume: Resume) {
  return fc.asyncProperty(commands, async (steps) => {
    const world = new World(resume);
    for (const step of steps) await world.run(step);
  });
}

function timeOf(position: string): number {
  return parsePosition(position)!.from;
}

/** What is wrong with a position of a time alone: replicas learn late of others' writes, and clocks go back. */
function* byTime(log: RevocationLog, position: string): Iterable<Revocation> {
  for (const entry of log.list.entries()) if (entry.until * 1000 - WINDOW_MS >= timeOf(position)) yield entry;
}

/** Expects that this way to resume breaks the promise, and that the model notices it. */
async function expectBroken(resume: Resume): Promise<void> {
  const { errorInstance } = await fc.check(runs(resume), { numRuns: 20_000, endOnFailure: true });
  expect(errorInstance).toMatchObject({ message: expect.stringContaining('the list lacks') });
}

beforeEach(useProcessClocks);

describe('what an as-of promises', () => {
  it('is in the list of every follower, whatever happens', async () => {
    let resumed = 0;
    const byPosition: Resume = (log, position) => {
      const entries = log.since(position);
      if (entries) resumed += 1;
      return entries;
    };
    await fc.assert(runs(byPosition), { numRuns: RUNS });
    // Else nothing would be shown: a follower whose position is always refused takes every snapshot.
    expect(resumed).toBeGreaterThan(RUNS / 10);
  });

  it('would not be, were a position a time alone', async () => {
    await expectBroken(byTime);
  });

  it('would not be, were a position taken from another election', async () => {
    const anyElection: Resume = (log, position) => {
      const own = parsePosition(log.position() ?? '');
      return own && log.since(formatPosition({ election: own.election, from: timeOf(position) }));
    };
    await expectBroken(anyElection);
  });
});
