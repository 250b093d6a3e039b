import { pause } from '../async/pause';
import type { OnOutage } from './outage';

/** Whether a service may start to serve. */
export interface Readiness {
  /** The list is complete, and a connection tells what is new: a snapshot alone may be older than the last ban. */
  complete(): void;
  /** A source has told something, or to wait. */
  reached(): void;
  /** A source refuses the credentials. That must not end a service that serves, so it means nothing once complete. */
  refused(error: Error): void;
  /**
   * Resolves once `complete` was called, or patience or the following ends.
   * @throws Error that was given to `refused` before
   */
  wait(): Promise<void>;
}

const FOREVER_MS = 2 ** 31 - 1;
/** An auth service that is away must not keep others from starting, where an outage lets people in. */
const UNREACHED_MS = 5000;
/** One that is there, and busy with all that start at once, is worth the wait. */
const REACHED_MS = 60_000;

/** @param closing ends every wait */
export function createReadiness(onOutage: OnOutage, closing: AbortSignal): Readiness {
  let isReached = false;
  let isComplete = false;
  let settle: (end: Error | undefined) => void;
  const settled = new Promise<Error | undefined>((resolve) => (settle = resolve));

  async function losePatience(ending: AbortSignal): Promise<undefined> {
    await pause(onOutage === 'deny' ? FOREVER_MS : UNREACHED_MS, ending);
    if (isReached) await pause(REACHED_MS - UNREACHED_MS, ending);
  }

  return {
    complete() {
      isComplete = true;
      settle(undefined);
    },
    reached: () => void (isReached = true),
    refused: (error) => settle(error),
    async wait() {
      // The feed's sockets do not keep the process alive; this does while a caller waits.
      const waiting = new AbortController();
      const patience = losePatience(AbortSignal.any([closing, waiting.signal]));
      const error = await Promise.race([settled, patience]);
      waiting.abort();
      if (error && !isComplete) throw error;
    },
  };
}
