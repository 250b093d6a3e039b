import type { Request } from 'express';
import type { Account } from '../accounts/account';
import type { EmailProof } from '../accounts/email-storage';
import { removeAllFactors } from '../accounts/remove-factors';
import type { EventType } from '../events/account-event';
import { entryOf } from './entry-of';

/** A browser whose person has proven otherwise whose the account is. */
export interface OwnBrowser {
  /** Its session; without one it is in the middle of a sign-in. */
  readonly sid?: string | undefined;
  /** The hash of its device. */
  readonly device?: string | undefined;
}

/** What changes when an address is proven by a mail alone. */
export function proofByMail(req: Request, account: Account): EmailProof {
  const { emailVerifiedAt, mailTokens } = account;
  if (emailVerifiedAt !== undefined) return { sessions: 'none', restore: mailTokens.restore };
  // Another person may have signed up with this address: nothing of that time stays.
  return { sessions: 'none', devices: [], ...purgeOf(req, account), restore: [] };
}

/** Takes all roles, claims and factors away; events tell of those that there were. */
export function purgeOf(req: Request, account: Account): Pick<EmailProof, 'factors' | 'purge'> {
  const { id, roles, claims } = account;
  const changed = (type: EventType, details: object = {}) => entryOf(req, type, id, {}, { ...details });
  const factors = removeAllFactors(account.factors);
  const entriesOf = (left: readonly string[]) => [
    ...(left.length < roles.length ? [changed('roles_changed', { roles: left })] : []),
    ...(claims ? [changed('claims_changed', { claims: {} })] : []),
    // The owner never had them, so no mail tells of it.
    ...(factors ? [{ ...changed('factor_removed'), recipients: [] }] : []),
  ];
  return { factors, purge: { roles: [], entriesOf } };
}

/** What changes when the person who has the account proves its address for the first time: others may know the password, too. */
export function proofOfOwner({ sid, device }: OwnBrowser): EmailProof {
  return {
    sessions: sid === undefined ? 'none' : { only: sid },
    devices: device === undefined ? [] : [device],
    restore: [],
  };
}
