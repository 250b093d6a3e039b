import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Waits until something holds, by no clock that a test may have stopped; fails when it does not come to hold. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  for (let waited = 0; !(await holds()); waited += POLL_MS) {
    if (waited >= timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await sleep(POLL_MS);
  }
}
