import type { Account } from '../accounts/account';
import type { AccountStore } from '../accounts/storage';
import { MAILED_FACTOR_CODE_LIFE_MS, type MakeFactorCode } from '../credentials/mail-tokens/factor-codes';
import type { Delivery } from '../events/delivery';
import type { Limits } from '../limits/limits';
import type { Prepared } from '../mail/preparation';
import { needsFactorCode, type FactorCodeRules } from './factor-code';
import { sourceOf } from './mail-requests';

interface FactorCodePreparing extends FactorCodeRules {
  readonly accounts: AccountStore;
  readonly limits: Limits;
  readonly makeFactorCode: MakeFactorCode;
}

/**
 * Prepares the mail of the code that the first factor of an account needs. A mail that is tried again has the same code, and counts once.
 * While a change of the address can be undone, there is none: a thief of the password may have made it.
 */
export async function prepareFactorCode(
  { accounts, limits, makeFactorCode, mfaRoles }: FactorCodePreparing,
  delivery: Delivery,
  account: Account,
): Promise<Prepared | undefined> {
  const { arisenAt, language } = delivery;
  const { id, email: recipient, mailTokens } = account;
  const isNewAddress = mailTokens.restore.some(({ until }) => until.getTime() > Date.now());
  if (isNewAddress || !needsFactorCode({ mfaRoles }, account)) return undefined;
  const { code, hash } = makeFactorCode(id, sourceOf(delivery));
  const isPrepared = mailTokens.factor.some((each) => each.hash === hash);
  if (!isPrepared && !(await limits.countMail('factor', recipient))) return undefined;
  const until = new Date(arisenAt.getTime() + MAILED_FACTOR_CODE_LIFE_MS);
  const isAdded = await accounts.emails.addToken(account, 'factor', { hash, until }, arisenAt, []);
  return isAdded ? { recipient, message: 'factor_code', code, language } : undefined;
}
