import type { Logger } from 'pino';
import type { Retention, RetentionClass } from '../events/retention';
import type { Services } from '../services';

const INTERVAL_MS = 10 * 60_000;
const KEEP_EXPIRED_MS = 24 * 60 * 60_000;
/** A replica whose clock is behind still takes a challenge that has expired here, so it has to see that it was used. */
const KEEP_CEREMONIES_MS = 10 * 60_000;

/**
 * Removes from time to time what has expired. Nothing depends on it but the size of the database, and how long events are kept.
 * @returns a function that stops it
 */
export function startSweeper(
  { stores, revocations, audit }: Pick<Services, 'stores' | 'revocations' | 'audit'>,
  retention: Retention,
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
      await accounts.passkeys.releaseAll(id);
      await accounts.tombstones.remove(id);
    }
  }

  async function removeOldEvents(): Promise<void> {
    for (const [kept, ms] of Object.entries(retention) as [RetentionClass, number | 'forever'][]) {
      if (ms === 'forever') continue;
      const before = new Date(Date.now() - ms);
      await stores.events.removeOlder(kept, before);
      if (kept === 'admin') await audit.removeFormer(before);
    }
  }

  async function sweep(): Promise<void> {
    try {
      await stores.sessions.removeExpired(new Date(Date.now() - KEEP_EXPIRED_MS));
      await stores.limits.removeExpired();
      await stores.invitations.removeExpired(new Date());
      await stores.ceremonies.removeExpired(new Date(Date.now() - KEEP_CEREMONIES_MS));
      await stores.signUps.removeExpired(new Date());
      await stores.deliveries.removeExpired(new Date(Date.now() - KEEP_EXPIRED_MS));
      await stores.accounts.addresses.removeExpired();
      await stores.accounts.passkeys.removeVoid();
      await removeOldEvents();
      await removeDeleted();
    } catch (error) {
      log.warn({ err: error as Error }, 'could not remove what has expired; trying again later');
    }
  }
  const timer = setInterval(() => void sweep(), INTERVAL_MS).unref();
  return () => clearInterval(timer);
}
