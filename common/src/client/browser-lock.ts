const NAME = 'latchkey-refresh';

/** What is used of the Web Locks API, which Node's types do not have. */
interface Locks {
  request<T>(
    name: string,
    options: { readonly ifAvailable: boolean },
    callback: (lock: object | null) => T | Promise<T>,
  ): Promise<T>;
}

/** Held until it is called. */
type Release = () => void;

/**
 * The lock of what writes the cookies of a session: one holder at a time in all tabs of a browser, which share their cookies.
 * Where there are no Web Locks, one at a time of this client.
 */
export interface BrowserLock {
  /** @returns undefined when it is held */
  tryAcquire(): Promise<Release | undefined>;
  /**
   * Waits until it is free. It keeps answers in order and protects nothing, so a holder that hangs is not waited for.
   * @returns undefined after `limitMs`
   */
  acquire(limitMs: number): Promise<Release | undefined>;
}

export function createBrowserLock(): BrowserLock {
  const own = createLocks();

  /** Calls back with what releases the lock, or with undefined when it is held. */
  async function request(ifAvailable: boolean, onAnswer: (release?: Release) => void): Promise<void> {
    let isAnswered = false;
    const hold = (lock: object | null) => {
      isAnswered = true;
      if (lock === null) return onAnswer();
      return new Promise<void>(onAnswer);
    };
    try {
      await (locksOfBrowser() ?? own).request(NAME, { ifAvailable }, hold);
    } catch {
      // A document of an opaque origin may not use locks.
      if (!isAnswered) await own.request(NAME, { ifAvailable }, hold);
    }
  }

  return {
    tryAcquire: () => new Promise((resolve, reject) => void request(true, resolve).catch(reject)),
    acquire: (limitMs) =>
      new Promise((resolve, reject) => {
        let isLate = false;
        const timer = setTimeout(() => {
          isLate = true;
          resolve(undefined);
        }, limitMs);
        request(false, (release) => {
          clearTimeout(timer);
          if (isLate) release?.();
          else resolve(release);
        }).catch(reject);
      }),
  };
}

/** Not Node's, where two clients need not be the same person. */
function locksOfBrowser(): Locks | undefined {
  if (!('location' in globalThis)) return undefined;
  return (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
}

/** Web Locks of one name, for one client. */
function createLocks(): Locks {
  let taken = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async request(_name, { ifAvailable }, callback) {
      if (ifAvailable && taken > 0) return callback(null);
      taken += 1;
      const held = last.then(() => callback({}));
      last = held.then(
        () => (taken -= 1),
        () => (taken -= 1),
      );
      return held;
    },
  };
}
