import type { Invitation } from './invitation';

/** Which invitations to list. */
export interface InvitationQuery {
  /** Only invitations whose ids come after this one. */
  readonly after?: string | undefined;
  /** The maximum number of invitations. */
  readonly limit: number;
}

/** How invitations are stored: at most one for each address. */
export interface InvitationStore {
  createIndexes(): Promise<void>;
  /** Makes an id for the next invitation; later ones sort after earlier ones. */
  newId(): string;
  /** @returns whether it is stored; false when there is one for this address */
  insert(invitation: Invitation, tokenHash: string): Promise<boolean>;
  findById(id: string): Promise<Invitation | undefined>;
  findByEmail(email: string): Promise<Invitation | undefined>;
  /** Finds the invitation of a token, if it is for one of these addresses and has not expired at `now`. */
  findOpen(tokenHash: string, emails: readonly string[], now: Date): Promise<Invitation | undefined>;
  /** Lists the invitations that have not expired at `now`, the oldest first. */
  list(query: InvitationQuery, now: Date): Promise<Invitation[]>;
  remove(id: string): Promise<void>;
  /** Removes the invitations that expired before a time. */
  removeExpired(before: Date): Promise<void>;
}
