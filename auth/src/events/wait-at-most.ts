import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for work, but not for longer than a time. */
export async function waitAtMost(ms: number, work: Promise<void>): Promise<void> {
  const tooLong = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: tooLong.signal }).catch(() => undefined)]);
  tooLong.abort();
}
