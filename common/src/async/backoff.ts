import { setTimeout as sleep } from 'timers/promises';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;

/**
 * Waits before another try: twice as long after each failure, 5 s at the most, and not all processes at the same
 * moment. It does not keep the process alive.
 * @param failures how many tries have failed since the last success, without this one
 * @returns once the time has passed or `signal` is aborted
 */
export async function backOff(failures: number, signal: AbortSignal): Promise<void> {
  const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
  await sleep(delay * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(() => undefined);
}
