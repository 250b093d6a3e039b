import type { Logger } from 'pino';
import { KEPT_MS } from '../events/retention';
import type { Services } from '../services';

const INTERVAL_MS = 10 * 60_000;
const KEEP_EXPIRED_MS = 24 * 60 * 60_000;

/**
 * Removes from time to time what has expired. Nothing depends on it but the size of the database.
 * @returns a function that stops it
 */
export function startSweeper(
  { stores, revocations }: Pick<Services, 'stores' | 'revocations'>,
  log: Logger,
): () => void {
  /** Removes what is left of deleted accounts, once no token of theirs can be alive. */
  async function removeDeleted(): Promise<void> {
    const { accounts, events, sessions } = stores;
    for await (const id of accounts.tombstones.olderThan(new Date(revocations.windowStart()))) {
      // The sessions first: they are found by the tombstone. Where an event of one is still to be relayed, it stays.
      if (!(await sessions.removeAll(id))) continue;
      // Their events may have come after that of the deletion.
      await events.forgetPerson(id);
      await accounts.tombstones.remove(id);
    }
  }

  async function sweep(): Promise<void> {
    try {
      await stores.sessions.removeExpired(new Date(Date.now() - KEEP_EXPIRED_MS));
      await stores.limits.removeExpired();
      await stores.invitations.removeExpired(new Date());
      await stores.ceremonies.removeExpired(new Date());
      await stores.deliveries.removeExpired(new Date(Date.now() - KEEP_EXPIRED_MS));
      await stores.accounts.addresses.removeExpired();
      for (const [kept, ms] of KEPT_MS) await stores.events.removeOlder(kept, new Date(Date.now() - ms));
      await removeDeleted();
    } catch (error) {
      log.warn({ err: error as Error }, 'could not remove what has expired; trying again later');
    }
  }
  const timer = setInterval(() => void sweep(), INTERVAL_MS).unref();
  return () => clearInterval(timer);
}
