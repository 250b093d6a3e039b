import type { Ceremony, CeremonyOwner, Purpose, Stage } from './ceremony';

/** How ceremonies are stored. Every write is one atomic operation on one document. */
export interface CeremonyStore {
  createIndexes(): Promise<void>;
  insert(ceremony: Ceremony): Promise<void>;
  /** @returns false when there is one with this id */
  insertOnce(ceremony: Ceremony): Promise<boolean>;
  /** Finds a ceremony that goes on at `now`. */
  find(id: string, purpose: Purpose, now: Date): Promise<Ceremony | undefined>;
  /** Writes down whose a ceremony is that goes on at `now`, unless that is written already. */
  assign(id: string, purpose: Purpose, owner: CeremonyOwner, now: Date): Promise<void>;
  /** Sets the challenge of a ceremony that goes on at `now`. @returns whether it does */
  setChallenge(id: string, purpose: Purpose, challenge: string, now: Date): Promise<boolean>;
  /** Adds to what is proven, in a ceremony that has not expired. @returns the ceremony afterwards */
  addProof(id: string, purpose: Purpose, proven: readonly string[], now: Date): Promise<Ceremony | undefined>;
  /**
   * Counts an attempt and takes the challenge away.
   * @param stage that it has to be at
   * @returns the ceremony as it was before, or undefined when it has expired or has no attempt left
   */
  attempt(id: string, purpose: Purpose, now: Date, stage?: Stage): Promise<Ceremony | undefined>;
  /**
   * Removes a ceremony.
   * @returns whether this call was the one that did
   */
  remove(id: string, purpose: Purpose): Promise<boolean>;
  /** Removes the ceremonies that expired before a time. */
  removeExpired(before: Date): Promise<void>;
}
