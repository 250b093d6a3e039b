import type { Account } from '../accounts/account';
import { newRecoveryCodes, type RecoveryCodes } from '../credentials/recovery-codes/recovery-codes';

/** The recovery codes that come with a factor, whichever it is: new ones where the account has none, and none to show otherwise. */
export function recoveryCodesFor({ id, factors }: Account): RecoveryCodes {
  const { recoveryCodes: hashes } = factors;
  return hashes.length > 0 ? { codes: [], hashes } : newRecoveryCodes(id);
}
