import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { workForParent } from '../lib/worker.js';
import { now } from '../revocation/clock.js';
import { returnInStorm, type Return } from './follower.js';
import type { Tally } from './tally.js';

/** So many followers that come back at once. */
export interface StormOrder extends Return {
  readonly followers: number;
  /** After so long, in ms, those that are not current are given up. */
  readonly limitMs: number;
}

export interface StormAnswer {
  /** How many became current. */
  readonly current: number;
  /** Until the last of these, in ms. */
  readonly ms: number;
  readonly bytes: number;
  /** How many answers there were by request and status. */
  readonly answers: Readonly<Record<string, number>>;
}

const POLL_MS = 5;

// In truth they are on other machines.
setPriority(10);

/** Plays a storm, in a process of its own. */
workForParent(async ({ followers, limitMs, ...order }: StormOrder): Promise<StormAnswer> => {
  const began = now();
  const answers: Record<string, number> = {};
  let [bytes, current, last] = [0, 0, began];
  const tally: Tally = {
    counted: (length) => (bytes += length),
    answered(request, status) {
      const name = `${request} ${status}`;
      answers[name] = (answers[name] ?? 0) + 1;
    },
    current() {
      current += 1;
      last = now();
    },
  };
  const ends = Array.from({ length: followers }, () => returnInStorm(order, tally));
  while (current < followers && now() - began < limitMs) await sleep(POLL_MS);
  for (const end of ends) end();
  return { current, ms: last - began, bytes, answers };
});
