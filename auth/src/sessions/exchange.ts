import { newEvent } from '../events/account-event';
import { accountHashOf } from './account-token';
import {
  formatRefreshToken,
  hashOf,
  hasHash,
  randomText,
  successorOf,
  type RefreshToken,
} from './refresh-token';
import type { ClientInfo, Session } from './session';
import { addSeen } from './last-seen';
import type { EntriesOf, SessionStore } from './storage';

export interface ExchangeSettings {
  /** How long the previous refresh token still gets the same successor, in ms. */
  readonly grace: number;
  /** Told of each session that was ended because an old refresh token of it came back, and of who sent that. */
  readonly onReuse: (session: Session, client: ClientInfo) => void;
  /** Told when the previous refresh token came within the grace time, but from another address than the exchange. */
  readonly onRepeatElsewhere: (session: Session, client: ClientInfo) => void;
}

/** What a refresh token was exchanged for. */
export interface Exchanged {
  readonly refreshToken: string;
  /** Whether it had been exchanged before, so that nothing has changed. */
  readonly isRepeat: boolean;
}

/** Whether a refresh token is the one to be exchanged next. */
export function isCurrent({ currentHash }: Session, { t }: RefreshToken): boolean {
  return hasHash(t, currentHash);
}

/**
 * Makes what exchanges a recognised refresh token for its successor. Each successor is made with a seed of its own, which
 * the compare-and-set stores beside the successor's hash: a request that lost the race, and the previous token within the grace
 * time, find there what the winner answered. A token older than that leads nowhere, even for a reader of the database.
 * @param expiryOf when a session that is used now ends
 */
export function createExchange(
  store: SessionStore,
  expiryOf: (session: Session) => Date,
  { grace, onReuse, onRepeatElsewhere }: ExchangeSettings,
) {
  /** @returns the successor, unless another exchange came first */
  async function moveOn(session: Session, token: RefreshToken, client: ClientInfo) {
    const seed = randomText(256);
    const next = successorOf(token.t, seed);
    const now = new Date();
    const isDone = await store.rotate(session.id, session.currentHash, {
      seed,
      currentHash: hashOf(next),
      previousHash: session.currentHash,
      accountHash: accountHashOf(token),
      rotatedAt: now,
      lastSeenAt: now,
      seen: addSeen(session, now, client),
      expiresAt: expiryOf(session),
      ...client,
    });
    return isDone ? next : undefined;
  }

  const mayRepeat = (session: Session, token: RefreshToken, client: ClientInfo) =>
    isPrevious(session, token, grace) && hasSameAgent(session, client);

  const isExchangeable = (session: Session, token: RefreshToken, client: ClientInfo) =>
    isCurrent(session, token) || mayRepeat(session, token, client);

  async function endCopied(session: Session, client: ClientInfo): Promise<boolean> {
    const isEnded = await store.revoke(session.id, 'refresh_token_reused', reuseBy(client));
    if (isEnded) onReuse(session, client);
    return isEnded;
  }

  /**
   * Ends the session of a refresh token that was copied: one that is neither current nor was so until a moment ago (RFC
   * 9700, section 4.14.2).
   * @returns whether this call has ended it
   */
  async function endIfCopied(session: Session, token: RefreshToken, client: ClientInfo): Promise<boolean> {
    if (session.revokedAt || isExchangeable(session, token, client)) return false;
    return endCopied(session, client);
  }

  /**
   * Exchanges a refresh token. The session of one that was copied is ended.
   * @returns undefined when the session has ended
   */
  async function exchange(
    session: Session,
    token: RefreshToken,
    client: ClientInfo,
  ): Promise<Exchanged | undefined> {
    let latest: Session | undefined = session;
    if (isCurrent(session, token)) {
      const next = await moveOn(session, token, client);
      if (next !== undefined)
        return { refreshToken: formatRefreshToken({ ...token, t: next }), isRepeat: false };
      latest = await store.find(session.id);
      if (!latest || latest.revokedAt) return undefined;
    }
    if (mayRepeat(latest, token, client)) {
      if (latest.ip !== client.ip) onRepeatElsewhere(latest, client);
      // A replica of an older release has answered this token before.
      if (latest.accountHash === undefined) await store.addAccountHash(latest.id, accountHashOf(token));
      const t = successorOf(token.t, latest.seed);
      return { refreshToken: formatRefreshToken({ ...token, t }), isRepeat: true };
    }
    await endCopied(session, client);
    return undefined;
  }

  return { exchange, endIfCopied, isExchangeable };
}

/** What tells that an old token came back, and from where. */
const reuseBy =
  (client: ClientInfo): EntriesOf =>
  ({ id, userId }) => [{ event: newEvent('token_reused', userId, { sid: id, client }) }];

/** Whether a token was the current one until a moment ago. */
function isPrevious({ previousHash, rotatedAt }: Session, { t }: RefreshToken, grace: number): boolean {
  return previousHash !== undefined && hasHash(t, previousHash) && Date.now() - rotatedAt.getTime() <= grace;
}

/** From another user agent a repeated token is a copy: a browser that repeats a request does not change meanwhile. */
function hasSameAgent(session: Session, client: ClientInfo): boolean {
  return session.userAgent === client.userAgent;
}
