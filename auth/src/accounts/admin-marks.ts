import type { Account } from './account';

/** The marks on admins who are about to be taken away; last-admin.ts says what for. */
export interface AdminMarks {
  /** Removes the marks that are older than a time: their writer has crashed. */
  removeOlder(time: Date): Promise<void>;
  /** @returns whether the mark is on; false when there is another one, or the account was changed since */
  put(account: Account, token: string): Promise<boolean>;
  /** Removes a mark, if it is still on. */
  remove(id: string, token: string): Promise<void>;
  /** Whether there is an admin besides this one. */
  isOther(id: string): Promise<boolean>;
  /** Whether there is an admin besides this one on whom there is no mark. */
  isOtherStaying(id: string): Promise<boolean>;
}
