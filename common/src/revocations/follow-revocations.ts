import { openFeed } from './feeds/open-feed';
import { followFeed } from './follow-feed';
import type { OnOutage } from './outage';
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
  /** The auth service's `INTERNAL_TOKEN`, which it wants over HTTP if it has `FEED_TOKEN_REQUIRED`. */
  readonly token?: string | undefined;
}

/** How well a process follows; made for gauges. */
export interface RevocationStatus {
  /** How many revoked users and sessions are held. */
  readonly entries: number;
  /** How old the list is; Infinity before it was complete for the first time. */
  readonly secondsSinceAsOf: number;
  /** Whether a connection is open that has told a newer as-of within 15 s. */
  readonly connected: boolean;
}

/** The revocation list of a process, and the feed that keeps it current. */
export interface FollowedRevocations extends Revocations {
  /** How well the list is kept at this moment. */
  status(): RevocationStatus;
  /**
   * Resolves once the list is complete and what is new comes. With `allow`, which lets people in while auth is down, it resolves after 5 s at
   * the latest; after 60 s, if within these 5 s the feed has told to wait or has told a part of the list.
   * @throws ConfigurationError when NATS refuses the user or the password of the URL, or the auth service the token,
   *   before the list was complete
   */
  ready(): Promise<void>;
  /** Ends the following; resolves once nothing is open. */
  close(): Promise<void>;
}

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
export function followRevocations({ url, onOutage = 'allow', token }: FollowOptions): FollowedRevocations {
  return followFeed(openFeed(url, token), onOutage);
}
