import { setTimeout as sleep } from 'timers/promises';
import { ConfigurationError } from '../config/configuration-error';
import { CredentialsRefusedError } from './feeds/credentials-refused-error';
import { keepFollowing } from './feeds/keep-following';
import { openFeed } from './feeds/open-feed';
import { withOutage, type OnOutage } from './outage';
import { createRevocationList } from './revocation-list';
import type { Revocations } from './revocations';

/** What `followRevocations` follows. */
export interface FollowOptions {
  /**
   * `nats://user:password@host:4222` for the key-value bucket `revocations`, or `http://auth-srv:3001/revocations` for
   * the auth service's own feed.
   */
  readonly url: string;
  /** What happens while the feed is cut off; default `allow`. */
  readonly onOutage?: OnOutage;
}

/** How well a process follows; made for gauges. */
export interface RevocationStatus {
  /** How many revoked users and sessions are held. */
  readonly entries: number;
  /** How old the list is; Infinity before it was complete for the first time. */
  readonly secondsSinceAsOf: number;
  /** Whether a connection is open and its snapshot is in. */
  readonly connected: boolean;
}

/** The revocation list of a process, and the feed that keeps it current. */
export interface FollowedRevocations extends Revocations {
  /** How well the list is kept at this moment. */
  status(): RevocationStatus;
  /**
   * Resolves once the list is complete; with `allow` after 5 s at the latest, since auth may be down.
   * @throws ConfigurationError when NATS refuses the user or the password of the URL before the list was complete
   */
  ready(): Promise<void>;
  /** Ends the following; resolves once nothing is open. */
  close(): Promise<void>;
}

const READY_TIMEOUT_MS = { allow: 5000, deny: 2 ** 31 - 1 };
const TICK_MS = 1000;

const REFUSED =
  'REVOCATIONS_URL has a user or a password that NATS refuses; compare them with those of the server';

/**
 * Holds the revocation list of a process and keeps it current; it reconnects for ever.
 * @example
 * ```ts
 * import { createAuthentication, followRevocations } from '@latchkey/common';
 *
 * const revocations = followRevocations({ url: 'http://auth-srv:3001/revocations', onOutage: 'deny' });
 * await revocations.ready();
 * const { requireAuth } = createAuthentication({ jwtPublicKey: process.env.PARTNER_KEY, revocations });
 * ```
 * @throws TypeError when the URL cannot be read
 */
export function followRevocations({ url, onOutage = 'allow' }: FollowOptions): FollowedRevocations {
  const list = createRevocationList();
  const closing = new AbortController();
  let tellComplete: () => void;
  const complete = new Promise<void>((resolve) => (tellComplete = resolve));
  let tellRefused: () => void;
  const refused = new Promise<'refused'>((resolve) => (tellRefused = () => resolve('refused')));
  let asOf = -Infinity;
  let connected = false;
  const follower = {
    revoked: list.add,
    asOf(at: number) {
      // A clock that is ahead, or was, must not make the list look current for longer.
      asOf = Math.min(Math.max(asOf, at), Date.now());
      connected = true;
      tellComplete();
    },
    lost(failure: Error) {
      connected = false;
      // A password that is changed later must not end a service that serves.
      if (failure instanceof CredentialsRefusedError && asOf === -Infinity) tellRefused();
    },
  };
  const followed = keepFollowing(openFeed(url), follower, closing.signal);
  const dropping = setInterval(list.dropExpired, TICK_MS).unref();

  return {
    ...withOutage(list, () => asOf, onOutage),
    status: () => ({ entries: list.size, secondsSinceAsOf: (Date.now() - asOf) / 1000, connected }),

    async ready() {
      // The feed's sockets do not keep the process alive; this does while a caller waits.
      const waiting = new AbortController();
      const waited = sleep(READY_TIMEOUT_MS[onOutage], undefined, { signal: waiting.signal }).catch(
        () => undefined,
      );
      const end = await Promise.race([complete, refused, waited, followed]);
      waiting.abort();
      if (end === 'refused') throw new ConfigurationError([REFUSED]);
    },

    async close() {
      closing.abort();
      clearInterval(dropping);
      await followed;
    },
  };
}
