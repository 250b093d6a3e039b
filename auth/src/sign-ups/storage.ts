import type { PendingSignUp } from './sign-up';

/** How sign-ups that wait are stored. Every write is one atomic operation, and none is needed for a sign-up to end in time. */
export interface SignUpStore {
  createIndexes(): Promise<void>;
  /** Makes an id for the next one, which no account has. */
  newId(): string;
  insert(signUp: PendingSignUp): Promise<void>;
  /** Finds one that still waits at `now`. */
  find(id: string, now: Date): Promise<PendingSignUp | undefined>;
  /**
   * Adds the hash of a token that is about to be mailed.
   * @returns whether the sign-up still waits at `now`
   */
  addToken(id: string, hash: string, now: Date): Promise<boolean>;
  /** Ends all that wait for an address. */
  removeAll(email: string): Promise<void>;
  /** Removes those that expired before a time. */
  removeExpired(before: Date): Promise<void>;
}
