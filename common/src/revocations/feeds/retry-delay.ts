import { ToldToWaitError } from './told-to-wait-error';

const FIRST_MS = 2000;
const MAX_MS = 30_000;

/**
 * How long to wait before another attempt, in ms, with full jitter: thousands lose the same source at the same moment
 * (docs/feed.md, "Failures and waits").
 * @param failures how many there were since a feed last told something newer, without this one
 */
export function retryDelay(failure: Error, failures: number): number {
  if (failure instanceof ToldToWaitError) return failure.seconds * 1000 * (1 + Math.random());
  return Math.random() * Math.min(MAX_MS, FIRST_MS * 2 ** failures);
}
