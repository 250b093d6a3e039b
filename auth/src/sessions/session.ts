/** What a session tells of the browser or program that it belongs to. */
export interface ClientInfo {
  readonly userAgent: string;
  readonly ip: string;
}

/** Where a session was used in a step of time. */
export interface Seen extends ClientInfo {
  /** The beginning of the step. */
  readonly at: Date;
}

/** Why a session was ended before it expired. */
export type EndReason =
  | 'signed_out'
  | 'signed_in_again'
  | 'ended_by_user'
  | 'refresh_token_reused'
  | 'password_not_changed'
  | 'too_many_wrong_passwords'
  | 'too_many_wrong_codes'
  | 'too_many_sessions';

/** How a session's owner was authenticated, and what that is worth. */
export interface Assurance {
  /** Values of RFC 8176, and ours: `email`, a mailed code or link. */
  readonly amr: readonly string[];
  readonly acr: 'aal1' | 'aal2';
  /** When all of `acr` was last proven; now, for a session that begins without it. */
  readonly authTime?: Date | undefined;
  /** The account's generation of factors then: `aal2` counts as long as it is the same. */
  readonly factorGen?: number | undefined;
}

/**
 * One sign-in on one device. Of the refresh token only hashes are kept. The assurance is absent in a session that an older release
 * has begun.
 */
export interface Session extends ClientInfo, Partial<Assurance> {
  /** 128 random bits; the `sid` of its access tokens. */
  readonly id: string;
  readonly userId: string;
  /** The user's session generation when the password was checked. */
  readonly sessionGen: number;
  /** The key that the current refresh token was made with, of the previous one; another one at each exchange. */
  readonly seed: string;
  readonly familyHash: string;
  readonly currentHash: string;
  readonly previousHash?: string | undefined;
  /** Of the account token. Absent in a session that only replicas of a release without account proofs have written. */
  readonly accountHash?: string | undefined;
  readonly rotatedAt: Date;
  readonly createdAt: Date;
  /** When it was last exchanged; what is shown of it is in `seen`. */
  readonly lastSeenAt: Date;
  /** The last steps of time in which it was used, the newest first. */
  readonly seen?: readonly Seen[] | undefined;
  readonly expiresAt: Date;
  readonly revokedAt?: Date | undefined;
  readonly revokedBecause?: EndReason | undefined;
}

/** What of the owner's account decides whether a session is alive. */
export interface Owner {
  readonly sessionGen: number;
  readonly keepSid?: string | undefined;
}

export type SessionState = 'alive' | 'session_expired' | 'session_revoked';

/** Whether a session is alive: neither ended, nor expired, nor ended together with all others of its owner. */
export function stateOf(session: Session, owner: Owner | undefined): SessionState {
  if (session.revokedAt || !owner) return 'session_revoked';
  if (session.expiresAt.getTime() <= Date.now()) return 'session_expired';
  const isKept = session.sessionGen === owner.sessionGen || session.id === owner.keepSid;
  return isKept ? 'alive' : 'session_revoked';
}

/** Where a list of sessions goes on: behind the one that began then and has this id. */
export interface SessionPosition {
  readonly createdAt: Date;
  readonly id: string;
}
