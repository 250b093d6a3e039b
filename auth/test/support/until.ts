import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 25;

/** Waits until something holds; fails, with what was waited for, when it does not come to hold. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const last = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > last) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await sleep(POLL_MS);
  }
}
