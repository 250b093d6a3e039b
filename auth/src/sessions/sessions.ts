import {
  formatRefreshToken,
  hashOf,
  hasHash,
  randomText,
  successorOf,
  type RefreshToken,
} from './refresh-token';
import type { Client, EndReason, Owner, Session } from './session';
import { stateOf } from './session';
import type { SessionStore } from './session-store';

export interface SessionSettings {
  /** How long a session lives unused, in ms. */
  readonly idle: number;
  /** How long a session lives at most, in ms. */
  readonly max: number;
  /** How long the previous refresh token still gets the same successor, in ms. */
  readonly grace: number;
  /** Told of each session that was ended because an old refresh token of it came back, and of who sent that. */
  readonly onReuse: (session: Session, client: Client) => void;
}

/** A session with the refresh token that now belongs to it. */
export interface OpenSession {
  readonly session: Session;
  readonly refreshToken: string;
}

/** What can be done with sessions. */
export function createSessions(store: SessionStore, { idle, max, grace, onReuse }: SessionSettings) {
  const expiry = (createdAt: Date) => new Date(Math.min(Date.now() + idle, createdAt.getTime() + max));

  function moveOn(session: Session, next: string, client: Client): Promise<boolean> {
    const now = new Date();
    return store.rotate(session.id, session.currentHash, {
      currentHash: hashOf(next),
      previousHash: session.currentHash,
      rotatedAt: now,
      lastSeenAt: now,
      expiresAt: expiry(session.createdAt),
      ...client,
    });
  }

  const wasCurrentUntilNow = ({ previousHash, rotatedAt }: Session, t: string) =>
    previousHash !== undefined && hasHash(t, previousHash) && Date.now() - rotatedAt.getTime() <= grace;

  return {
    /** Starts a session for a user whose password was just checked; `owner` is the account as it was read then. */
    async start(userId: string, owner: Owner, client: Client): Promise<OpenSession> {
      const now = new Date();
      const token = { sid: randomText(128), family: randomText(128), t: randomText(256) };
      const session: Session = {
        id: token.sid,
        userId,
        sessionGen: owner.sessionGen,
        seed: randomText(256),
        familyHash: hashOf(token.family),
        currentHash: hashOf(token.t),
        rotatedAt: now,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: expiry(now),
        ...client,
      };
      await store.insert(session);
      return { session, refreshToken: formatRefreshToken(token) };
    },

    find: (id: string) => store.find(id),

    /**
     * The session, if one of these refresh tokens is of its family, with that token. Knowing a sid is not enough:
     * anyone can, who has seen an access token.
     */
    async recognise(sid: string, tokens: readonly RefreshToken[]) {
      const session = tokens.length > 0 ? await store.find(sid) : undefined;
      const token = session && tokens.find(({ family }) => hasHash(family, session.familyHash));
      return token && { session, token };
    },

    /**
     * Exchanges a recognised refresh token for its successor. A token that is neither current nor was so until a
     * moment ago has been copied: the session is ended (RFC 9700, section 4.14.2).
     * @returns the successor, or undefined when the session has ended
     */
    async rotate(session: Session, token: RefreshToken, client: Client): Promise<string | undefined> {
      const t = successorOf(token.t, session.seed);
      const successor = formatRefreshToken({ ...token, t });
      let latest: Session | undefined = session;
      if (hasHash(token.t, session.currentHash)) {
        if (await moveOn(session, t, client)) return successor;
        latest = await store.find(session.id);
        if (!latest || latest.revokedAt) return undefined;
      }
      if (wasCurrentUntilNow(latest, token.t)) return successor;
      if (await store.revoke(session.id, 'refresh_token_reused')) onReuse(session, client);
      return undefined;
    },

    /** The sessions of a user that are alive, the last used first. */
    list: async (userId: string, owner: Owner): Promise<Session[]> =>
      (await store.findOpen(userId)).filter((session) => stateOf(session, owner) === 'alive'),

    end: (id: string, because: EndReason) => store.revoke(id, because),

    /** Removes all sessions of a user whose account is deleted, and with them what they tell of the person. */
    removeAll: (userId: string) => store.removeAll(userId),
  };
}

export type Sessions = ReturnType<typeof createSessions>;
