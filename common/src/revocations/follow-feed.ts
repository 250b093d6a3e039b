import { ConfigurationError } from '../config/configuration-error';
import { createAsOf } from './as-of';
import { createReadiness } from './readiness';
import { CredentialsRefusedError } from './feeds/credentials-refused-error';
import type { Feed } from './feeds/feed';
import { keepFollowing, type Follower } from './feeds/keep-following';
import { ToldToWaitError } from './feeds/told-to-wait-error';
import type { FollowedRevocations } from './follow-revocations';
import { withOutage, type OnOutage } from './outage';
import { createRevocationList, type RevocationList } from './revocation-list';

const TICK_MS = 1000;

/** What is filled from a feed. */
export interface Filled {
  readonly list: RevocationList;
  /** Takes each newer as-of of a connection, once all that it promises is in the list. */
  asOf(told: ToldAsOf): void;
}

/** An as-of of a source. */
export interface ToldAsOf {
  /** As it was told, in ms since 1970. */
  readonly at: number;
  /** As it counts by this clock: the same, or earlier (docs/feed.md, "As-of"). */
  readonly counted: number;
  /** How long an entry lives, in ms, where the source says so. */
  readonly window: number | undefined;
}

/** Holds the revocation list of a process and keeps it current from a feed, for ever. */
export function followFeed(
  feed: Feed,
  onOutage: OnOutage,
  filled: Filled = { list: createRevocationList(), asOf: () => undefined },
): FollowedRevocations {
  const { list } = filled;
  const asOf = createAsOf();
  const closing = new AbortController();
  const readiness = createReadiness(onOutage, closing.signal);
  let connected = false;
  const follower: Follower = {
    revoked(revocation) {
      list.add(revocation);
      readiness.reached();
    },
    snapshot(at) {
      asOf.tell(at);
      readiness.reached();
    },
    asOf(at, window) {
      const isNewer = asOf.tell(at);
      if (isNewer) filled.asOf({ at, counted: asOf.value, window });
      readiness.complete();
      return isNewer;
    },
    connected: () => void (connected = true),
    lost(failure) {
      connected = false;
      if (failure instanceof ToldToWaitError) readiness.reached();
      if (failure instanceof CredentialsRefusedError)
        readiness.refused(new ConfigurationError([failure.advice]));
    },
  };
  const followed = keepFollowing(feed, follower, closing.signal);
  const dropping = setInterval(list.dropExpired, TICK_MS).unref();

  return {
    ...withOutage(list, () => asOf.value, onOutage),
    status: () => ({ entries: list.size, secondsSinceAsOf: (Date.now() - asOf.value) / 1000, connected }),
    ready: () => readiness.wait(),

    async close() {
      closing.abort();
      clearInterval(dropping);
      await followed;
      connected = false;
    },
  };
}
