import type { OutboxEntry } from '../events/outbox-entry';
import { accountHashOf } from './account-token';
import { endSurplus } from './end-surplus';
import { createExchange, isCurrent, type ExchangeSettings } from './exchange';
import { lastSeenAsTold, toStep } from './last-seen';
import { createProof } from './proof';
import { formatRefreshToken, hashOf, hasHash, randomText, type RefreshToken } from './refresh-token';
import type { Assurance, ClientInfo, EndReason, Owner, Session } from './session';
import type { EntriesOf, SessionQuery, SessionStore } from './storage';

/** So many sessions of an account are open at most; the devices of a person are fewer. */
const MAX_SESSIONS = 50;

export interface SessionSettings extends ExchangeSettings {
  /** How long a session lives unused, in ms. */
  readonly idle: number;
  /** How long a session lives at most, in ms. */
  readonly max: number;
}

/** A session with the refresh token that now belongs to it. */
export interface OpenSession {
  readonly session: Session;
  readonly refreshToken: string;
}

/** What can be done with sessions. */
export function createSessions(store: SessionStore, settings: SessionSettings) {
  const { idle, max } = settings;
  const expiry = (createdAt: Date, usedAt: Date) =>
    new Date(Math.min(usedAt.getTime() + idle, createdAt.getTime() + max));
  const { exchange, endIfCopied, isExchangeable } = createExchange(
    store,
    ({ createdAt }) => expiry(createdAt, new Date()),
    settings,
  );

  return {
    /** Starts a session for a user who was just authenticated; `owner` is the account as it was read then. */
    async start(
      userId: string,
      owner: Owner,
      client: ClientInfo,
      assurance: Assurance,
      entriesOf: EntriesOf = () => [],
    ): Promise<OpenSession> {
      const now = new Date();
      const token = { sid: randomText(128), family: randomText(128), t: randomText(256) };
      const about = {
        userId,
        sessionGen: owner.sessionGen,
        expiresAt: expiry(now, now),
        ...client,
        ...assurance,
      };
      const session = newSession(token, now, about);
      await store.insert(session, entriesOf(session));
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

    isCurrent,

    isProven: createProof(isExchangeable),

    exchange,

    endIfCopied,

    /** The sessions of a user that are alive, the last begun first: that order no use of one changes. */
    list: (userId: string, owner: Owner, query: SessionQuery): Promise<Session[]> =>
      store.listOpen(userId, owner, query),

    /** Ends the sessions of a user that are too many, the least recently used ones. */
    endSurplus: (userId: string, owner: Owner, entriesOf: EntriesOf) =>
      endSurplus(store, entriesOf, (limit) => store.findSurplus(userId, owner, MAX_SESSIONS, limit)),

    /** What of a session is told to its owner. */
    describe(session: Session) {
      const { id, createdAt } = session;
      const { at, userAgent, ip } = lastSeenAsTold(session);
      return { id, userAgent, ip, createdAt, lastSeenAt: at, expiresAt: expiry(createdAt, at) };
    },

    /**
     * Makes a session fresh: its owner has just proven once more who they are. It is worth what they have proven.
     * @returns the session afterwards, or undefined when it was ended, or is worth more by now
     */
    stepUp: (id: string, { authTime = new Date(), ...proven }: Assurance, entries: readonly OutboxEntry[]) =>
      store.stepUp(id, { authTime, ...proven }, entries),

    /** @param entriesOf the events of the end, written in the same update */
    end: (id: string, because: EndReason, entriesOf?: EntriesOf) => store.revoke(id, because, entriesOf),

    /** Removes all sessions of a user whose account is deleted, and with them what they tell of the person. */
    removeAll: (userId: string) => store.removeAll(userId),
  };
}

export type Sessions = ReturnType<typeof createSessions>;

/** A session that begins now. */
function newSession(
  token: RefreshToken,
  now: Date,
  about: Pick<Session, 'userId' | 'sessionGen' | 'expiresAt'> & ClientInfo & Assurance,
): Session {
  const { userAgent, ip } = about;
  return {
    id: token.sid,
    seed: randomText(256),
    familyHash: hashOf(token.family),
    currentHash: hashOf(token.t),
    accountHash: accountHashOf(token),
    rotatedAt: now,
    createdAt: now,
    lastSeenAt: now,
    seen: [{ at: toStep(now), userAgent, ip }],
    ...about,
    authTime: about.authTime ?? now,
  };
}
