import type { Request } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import type { FactorChange } from '../accounts/factor-storage';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import { recoveryCodeHash } from '../credentials/recovery-codes/recovery-codes';
import type { SecretBox } from '../credentials/totp/secret-box';
import { stepOfCode } from '../credentials/totp/totp';
import { InvalidCodeError } from '../errors/mail-errors';
import type { FactorAccounts } from './add-totp';
import { entryOf } from './entry-of';

export interface FactorCodeProof {
  readonly factorAccounts: FactorAccounts;
  readonly totpSecrets: SecretBox;
}

/**
 * Proves a factor by a code, and uses the code up in the account: of several requests with one code, one wins.
 * @returns the account afterwards
 * @throws InvalidCodeError (400 `invalid_code`), also for one that was used; CeremonyExpiredError (401 `ceremony_expired`) when its
 *   sessions were ended meanwhile; UnavailableError (503) where the key of a secret is missing
 */
export type ProveFactorCode = (
  parts: FactorCodeProof,
  req: Request,
  account: Account,
  typed: string,
) => Promise<Account>;

/** By a code of the authenticator app. None of the same or an earlier time step is taken again (RFC 6238, section 5.2). */
export const proveTotp: ProveFactorCode = ({ factorAccounts, totpSecrets }, _req, account, typed) =>
  use(factorAccounts, account, ({ id, factors: { totp } }) => {
    const step = totp && stepOfCode(totpSecrets.open(id, totp), typed, totp.step);
    if (step === undefined) throw new InvalidCodeError();
    return { set: { totp: { ...totp!, step } }, ends: 'nothing', entries: [] };
  });

/** By a recovery code. The owner of the account gets a mail about it. */
export const proveRecoveryCode: ProveFactorCode = ({ factorAccounts }, req, account, typed) =>
  use(factorAccounts, account, ({ id, factors: { recoveryCodes } }) => {
    const hash = recoveryCodeHash(id, typed);
    const left = recoveryCodes.filter((each) => each !== hash);
    if (left.length === recoveryCodes.length) throw new InvalidCodeError();
    const entries = [entryOf(req, 'recovery_code_used', id, {}, { left: left.length })];
    return { set: { recoveryCodes: left }, ends: 'nothing', entries };
  });

async function use(
  accounts: FactorAccounts,
  read: Account,
  resolve: (account: Account) => FactorChange,
): Promise<Account> {
  const used = await changeFactors(accounts, read, resolve);
  if (!used) throw new CeremonyExpiredError();
  return used;
}
