import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
/** Far beyond what any fault should take to heal: a wait that ends by it has failed. */
const TIMEOUT_MS = 60_000;

/** Waits until something holds; fails, with what was waited for and what was seen last, when it does not come to hold. */
export async function until<T>(
  what: () => string,
  see: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  const last = performance.now() + timeoutMs;
  for (;;) {
    const seen = await see();
    if (holds(seen)) return seen;
    if (performance.now() > last) throw new Error(`waited in vain until ${what()}: ${JSON.stringify(seen)}`);
    await sleep(POLL_MS);
  }
}
