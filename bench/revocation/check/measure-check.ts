import { fork } from 'node:child_process';
import { nextMessage } from '../../lib/child.js';
import { spread, type Spread } from '../../lib/stats.js';
import { type CheckTimes } from './checker.js';

export const SIZES = [0, 1_000, 100_000, 1_000_000];

/** What one call of isRevoked takes on a list of so many entries. */
export interface CheckRow {
  readonly entries: number;
  readonly ns: Spread;
}

/** Measures in a process of its own, which has nothing else on its heap. */
export async function measureCheck(rounds: number): Promise<CheckRow[]> {
  const child = fork(new URL('./checker.js', import.meta.url), [String(rounds), ...SIZES.map(String)]);
  const times = await nextMessage<CheckTimes>(child);
  return SIZES.map((entries, i) => ({ entries, ns: spread(times.map((round) => round[i]!)) }));
}
