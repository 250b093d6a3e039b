import type { Request } from 'express';
import type { Account } from '../accounts/account';
import { hasFactor } from '../accounts/factors';
import { findMailToken } from '../accounts/mail-token';
import { factorCodeHash } from '../credentials/mail-tokens/factor-codes';
import { FactorCodeRequiredError } from '../errors/factor-errors';
import { InvalidCodeError } from '../errors/mail-errors';
import type { LiveSession } from './live-session';
import { proveInSession, type SessionProof } from './prove-in-session';

export interface FactorCodeRules {
  /** MFA_ROLES. */
  readonly mfaRoles: readonly string[];
}

/**
 * Whether the first factor of an account needs a code. It does where an admin has removed all of them, and where the account has a
 * role that only a second factor opens: else a thief of the password adds one and gets the role.
 */
export function needsFactorCode(
  { mfaRoles }: FactorCodeRules,
  { factors, roles }: Pick<Account, 'factors' | 'roles'>,
): boolean {
  return !hasFactor(factors) && (factors.wereReset || roles.some((role) => mfaRoles.includes(role)));
}

/**
 * Asks for the code that the first factor of an account needs. For use in the `resolve` of `changeFactors`, so that of two who have
 * the same code one is refused; `withFactorCode` goes around.
 * @returns the hash for `usedToken`; undefined where no code is needed
 * @throws FactorCodeRequiredError (403 `factor_code_required`), InvalidCodeError (400 `invalid_code`)
 */
export function requireFactorCode(
  rules: FactorCodeRules,
  account: Account,
  code: string | undefined,
): string | undefined {
  if (!needsFactorCode(rules, account)) return undefined;
  if (code === undefined) throw new FactorCodeRequiredError();
  const found = findMailToken(account.mailTokens.factor, factorCodeHash(account.id, code));
  if (!found) throw new InvalidCodeError();
  return found.hash;
}

/**
 * The same where the code was given, and checked, some time before: a role may have been granted since.
 * @param hash of the code that was given then
 * @returns the hash for `usedToken`; undefined where no code is needed
 * @throws FactorCodeRequiredError (403 `factor_code_required`)
 */
export function redeemFactorCode(
  rules: FactorCodeRules,
  account: Account,
  hash: string | undefined,
): string | undefined {
  if (!needsFactorCode(rules, account)) return undefined;
  const found = hash === undefined ? undefined : findMailToken(account.mailTokens.factor, hash);
  if (!found) throw new FactorCodeRequiredError();
  return found.hash;
}

/**
 * Does what may need such a code. A wrong one counts as a failure of the session, which ends after too many.
 * @param work calls `requireFactorCode`
 * @throws what `work` and `proveInSession` throw
 */
export async function withFactorCode<T>(
  parts: FactorCodeRules & SessionProof,
  req: Request,
  live: LiveSession,
  code: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const isCounted = code !== undefined && needsFactorCode(parts, live.account);
  return isCounted ? proveInSession(parts, req, live, 'code', work) : work();
}
