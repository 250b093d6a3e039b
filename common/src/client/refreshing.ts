import { createBrowserLock } from './browser-lock';
import { LatchkeyError } from './latchkey-error';

/** How long a refresh may take, and how long a tab waits for one of another tab before it goes on by itself. */
export const MAX_REFRESH_MS = 10_000;
/** How long a refusal is remembered. Scripts cannot see whether the session cookie is another one since. */
const REFUSAL_MS = 30_000;
/** How often a request is repeated at most: once more than for its own refresh, since another tab's may have failed. */
const MAX_REPEATS = 2;

const REFUSALS = new Set<string>(['session_expired', 'session_revoked', 'banned']);

export interface Refreshing {
  /**
   * Asks, and asks again with renewed cookies while the answer says that the access token has expired or was revoked.
   * @throws LatchkeyError what the refresh was refused with
   */
  ask<T>(send: () => Promise<T>, isCurable: (answer: T) => boolean | Promise<boolean>): Promise<T>;
  /** Does what writes other cookies after a refresh that is under way, whose answer would else undo it. */
  alone<T>(write: () => Promise<T>): Promise<T>;
  /** Forgets that a refresh was refused, after somebody has signed in. */
  forgetRefusal(): void;
}

/**
 * Makes a refresh of which there is one at a time, however many wait for it, also across the tabs of a browser. Where there
 * are no Web Locks, the auth service answers a refresh that crosses another with the same cookies.
 * @param refresh settles within MAX_REFRESH_MS
 */
export function createRefreshing(refresh: () => Promise<unknown>): Refreshing {
  const lock = createBrowserLock();
  let renewals = 0;
  let running: Promise<boolean> | undefined;
  let refusal: { readonly error: LatchkeyError; readonly until: number } | undefined;

  async function refreshNow(): Promise<void> {
    try {
      await refresh();
      refusal = undefined;
    } catch (error) {
      if (error instanceof LatchkeyError && REFUSALS.has(error.code))
        refusal = { error, until: Date.now() + REFUSAL_MS };
      throw error;
    }
  }

  /** @returns whether this tab has refreshed, and did not wait for another one */
  async function refreshUnlessAnother(): Promise<boolean> {
    const release = await lock.tryAcquire();
    if (!release) {
      const waited = await lock.acquire(MAX_REFRESH_MS);
      waited?.();
      if (waited) return false;
    }
    try {
      await refreshNow();
      return true;
    } finally {
      release?.();
    }
  }

  function renew(): Promise<boolean> {
    if (refusal && Date.now() < refusal.until) return Promise.reject(refusal.error);
    return (running ??= refreshUnlessAnother()
      .then((isOwn) => {
        renewals += 1;
        return isOwn;
      })
      .finally(() => (running = undefined)));
  }

  return {
    async ask(send, isCurable) {
      let isLast = false;
      for (let repeats = 0; ; repeats += 1) {
        const before = renewals;
        const answer = await send();
        if (isLast || repeats === MAX_REPEATS || !(await isCurable(answer))) return answer;
        // Unless another request had them renewed while this one was under way.
        if (renewals === before) isLast = await renew();
      }
    },
    async alone(write) {
      const release = await lock.acquire(MAX_REFRESH_MS);
      try {
        return await write();
      } finally {
        release?.();
      }
    },
    forgetRefusal: () => (refusal = undefined),
  };
}
