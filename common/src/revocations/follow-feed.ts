import { ConfigurationError } from '../config/configuration-error';
import { createAsOf } from './as-of';
import { createReadiness } from './readiness';
import { CredentialsRefusedError } from './feeds/credentials-refused-error';
import type { Feed } from './feeds/feed';
import { keepFollowing, type Follower } from './feeds/keep-following';
import { ToldToWaitError } from './feeds/told-to-wait-error';
import type { FollowedRevocations } from './follow-revocations';
import { withOutage, type OnOutage } from './outage';
import { createRevocationList } from './revocation-list';

const TICK_MS = 1000;

/** Holds the revocation list of a process and keeps it current from a feed, for ever. */
export function followFeed(feed: Feed, onOutage: OnOutage): FollowedRevocations {
  const list = createRevocationList();
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
    asOf(at) {
      const isNewer = asOf.tell(at);
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
