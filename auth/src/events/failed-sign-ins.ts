import type { EventClient } from './account-event';
import type { EventStore, FailuresOfHour } from './event-storage';
import { waitAtMost } from './wait-at-most';

const HOUR_MS = 60 * 60_000;
const GATHER_MS = 1000;
/** Accounts and hours; a spray over more accounts in a second is not counted for all of them. */
const MAX_WAITING = 10_000;
const MAX_DRAIN_MS = 3000;

export interface FailedSignInParts {
  readonly events: Pick<EventStore, 'addFailures' | 'forgetPerson'>;
  /** Of these accounts, those that are deleted. */
  readonly deletedOf: (accounts: readonly string[]) => Promise<string[]>;
  /** Told of a fault; what was to be stored is lost. */
  readonly onFault: (error: unknown) => void;
  /** Told once a second at most that failures were dropped, since too many are waiting. */
  readonly onFull: () => void;
}

/**
 * Makes what gathers failed sign-ins in memory, and adds them to the log about once a second. So nothing of it is on the way of
 * a request, and a known and an unknown email cost the same.
 */
export function createFailedSignIns(parts: FailedSignInParts) {
  const waiting = new Map<string, FailuresOfHour>();
  let isFull = false;
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();

  async function write(): Promise<void> {
    const failures = [...waiting.values()];
    waiting.clear();
    isFull = false;
    if (failures.length > 0) await addToLog(parts, failures).catch(parts.onFault);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return (written = written.then(write));
  }

  return {
    /** Counts a failed sign-in. @param account nothing happens without one */
    add(account: string | undefined, { ip, userAgent }: EventClient): void {
      if (account === undefined) return;
      const at = new Date();
      const hour = new Date(at.getTime() - (at.getTime() % HOUR_MS));
      const key = `${account} ${hour.getTime()}`;
      const before = waiting.get(key);
      if (!before && waiting.size >= MAX_WAITING) {
        if (!isFull) parts.onFull();
        isFull = true;
        return;
      }
      waiting.set(key, { account, hour, at, client: { ip, userAgent }, count: (before?.count ?? 0) + 1 });
      timer ??= setTimeout(() => void flush(), GATHER_MS).unref();
    },

    /** Adds to the log what is waiting, but does not wait for longer than some seconds. */
    drain: () => waitAtMost(MAX_DRAIN_MS, flush()),
  };
}

export type FailedSignIns = ReturnType<typeof createFailedSignIns>;

/** A deletion may have come before. It is looked for afterwards: one that comes later still finds what was added. */
async function addToLog(
  { events, deletedOf }: FailedSignInParts,
  failures: readonly FailuresOfHour[],
): Promise<void> {
  await events.addFailures(failures);
  const accounts = new Set(failures.map(({ account }) => account));
  for (const account of await deletedOf([...accounts])) await events.forgetPerson(account);
}
