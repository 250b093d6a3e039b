import type { Request, Response } from 'express';
import { isBanned, type Account } from '../accounts/account';
import type { Ceremony } from '../ceremonies/ceremony';
import { BannedError, PasswordChangeRequiredError } from '../errors';
import { SecondFactorRequiredError } from '../errors/factor-errors';
import type { Session } from '../sessions/session';
import { acrOf, hasSecondFactor } from './assurance';
import { openSession, type SessionOpening } from './open-session';
import { requireVerified, type RequiredVerification } from './require-verified';
import { secondFactorsOf } from './step-up-factors';

export interface SignInCompletion extends SessionOpening, RequiredVerification {}

/** By what a person has proven whose account it is. */
export interface ProvenBy {
  readonly amr: readonly string[];
}

const PURPOSE = 'sign-in';

/**
 * The one place where a sign-in becomes a session, and so the one that says who begins one. Sign-in and both kinds of
 * sign-up end here, once it is proven whose account it is; where a second factor is due, they come here twice.
 * @throws BannedError (403 `banned`), PasswordChangeRequiredError (403 `password_change_required`), VerifyEmailError (401
 *   `verify_email`), SecondFactorRequiredError (401 `second_factor_required`)
 */
export async function completeSignIn(
  parts: SignInCompletion,
  req: Request,
  res: Response,
  account: Account,
  { amr }: ProvenBy,
): Promise<Session> {
  requireMaySignIn(account);
  await requireVerified(parts, req, res, account, amr);
  if (account.factors.isRequired && !hasSecondFactor(amr))
    throw await askForSecondFactor(parts, res, account, amr);
  const assurance = { amr, acr: acrOf(amr), factorGen: account.factors.gen };
  const { session } = await openSession(parts, req, res, account, assurance);
  return session;
}

/**
 * Refuses what a right password alone does not open. Only somebody who knows the password learns of it.
 * @throws BannedError (403 `banned`), PasswordChangeRequiredError (403 `password_change_required`)
 */
export function requireMaySignIn(account: Account): void {
  if (isBanned(account)) throw new BannedError();
  if (account.temporaryPassword) throw new PasswordChangeRequiredError();
}

/** Begins the ceremony in which this browser proves a second factor. It holds what was read, and is over when that changes. */
async function askForSecondFactor(
  { ceremonies, ceremonyCookies }: SignInCompletion,
  res: Response,
  account: Account,
  proven: readonly string[],
): Promise<SecondFactorRequiredError> {
  const { id, sessionGen, factors } = account;
  const start = { purpose: PURPOSE, account: id, sessionGen, factorGen: factors.gen, proven } as const;
  const { secret } = await ceremonies.begin(start);
  ceremonyCookies.write(res, PURPOSE, secret);
  return new SecondFactorRequiredError(secondFactorsOf(account));
}

/** Whether a ceremony waits for the second factor of an account, as it is now: what ends sessions or removes a factor ends it, too. */
export function waitsForFactor(ceremony: Ceremony, account: Account | undefined): account is Account {
  return (
    account !== undefined &&
    ceremony.proven !== undefined &&
    ceremony.account === account.id &&
    ceremony.sessionGen === account.sessionGen &&
    ceremony.factorGen === account.factors.gen &&
    !isBanned(account)
  );
}
