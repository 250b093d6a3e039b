import type { Account } from '../accounts/account';
import type { EmailProof } from '../accounts/email-storage';

/** A browser whose person has proven otherwise whose the account is. */
export interface OwnBrowser {
  /** Its session; without one it is in the middle of a sign-in. */
  readonly sid?: string | undefined;
  /** The hash of its device. */
  readonly device?: string | undefined;
}

/** What changes when an address is proven by a mail alone. */
export function proofByMail({ emailVerifiedAt, mailTokens }: Account): EmailProof {
  if (emailVerifiedAt !== undefined) return { sessions: 'none', restore: mailTokens.restore };
  // Another person may have signed up with this address: nothing of that time stays.
  return { sessions: 'none', devices: [], purge: { roles: [] }, restore: [] };
}

/** What changes when the person who has the account proves its address for the first time: others may know the password, too. */
export function proofOfOwner({ sid, device }: OwnBrowser): EmailProof {
  return {
    sessions: sid === undefined ? 'none' : { only: sid },
    devices: device === undefined ? [] : [device],
    restore: [],
  };
}
