import { NotAuthorizedError } from '@latchkey/common';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import type { FactorChange } from '../accounts/factor-storage';
import type { AccountStore } from '../accounts/storage';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import type { SecretBox } from '../credentials/totp/secret-box';
import { describeTotp, newTotpSecret, stepOfCode } from '../credentials/totp/totp';
import { InvalidCodeError } from '../errors/mail-errors';
import { entryOf } from './entry-of';
import { redeemFactorCode, requireFactorCode, withFactorCode, type FactorCodeRules } from './factor-code';
import type { LiveSession } from './live-session';
import { proveInSession, type SessionProof } from './prove-in-session';
import { raiseSession, type SessionRaise } from './raise-session';
import { recoveryCodesFor } from './recovery-codes-for';
import { requireMayAddFactor } from './require-may-add-factor';

/** Where the factors of accounts are read and changed. */
export type FactorAccounts = Pick<AccountStore, 'factors' | 'findById'>;

export interface TotpAddition extends SessionProof, SessionRaise, FactorCodeRules {
  readonly factorAccounts: FactorAccounts;
  readonly totpSecrets: SecretBox;
  /** What apps show beside the address. */
  readonly totpIssuer: string;
  readonly emailVerification: 'off' | 'optional' | 'required';
}

/** How long an app may take to show its first code. */
const PENDING_LIFE_MS = 10 * 60_000;

/**
 * Makes the secret of an authenticator app, in the place of one that has shown no code yet. The app that the account has stays good.
 * @param code for the first factor of an account that needs one; it is used up when the app is added
 * @returns the secret as text and as URI, which are shown this once
 * @throws StepUpRequiredError (401), ForbiddenError (403 `email_not_verified`), UnavailableError (503) while no key encrypts, and
 *   what `requireFactorCode` throws
 */
export async function beginTotp(
  parts: TotpAddition,
  req: Request,
  live: LiveSession,
  code: string | undefined,
): Promise<{ readonly secret: string; readonly uri: string }> {
  requireMayAddFactor(parts, live);
  const { id, email } = live.account;
  const secret = newTotpSecret();
  const begun = await withFactorCode(parts, req, live, code, () =>
    changeFactors(parts.factorAccounts, live.account, (account) => {
      const factorCode = requireFactorCode(parts, account, code);
      const until = new Date(Date.now() + PENDING_LIFE_MS);
      const pendingTotp = { ...parts.totpSecrets.seal(id, secret), until, factorCode };
      return { set: { pendingTotp }, ends: 'nothing', entries: [] };
    }),
  );
  if (!begun) throw new NotAuthorizedError('token_revoked');
  return describeTotp(secret, { issuer: parts.totpIssuer, label: email });
}

/**
 * Adds the authenticator app that shows this code; one that the account had ends, and what was proven with it. Sign-ins need a second
 * factor from then on. A wrong code counts as a failure of the session. The session is worth `aal2` then, since its last proof is
 * not older than that of a password may be; its access token says so.
 * @returns recovery codes, where the account has none yet; they are shown this once
 * @throws CeremonyExpiredError (401 `ceremony_expired`) when there is none to confirm, InvalidCodeError (400 `invalid_code`), and what
 *   `beginTotp` throws
 */
export async function confirmTotp(
  parts: TotpAddition,
  req: Request,
  res: Response,
  live: LiveSession,
  typed: string,
): Promise<readonly string[]> {
  requireMayAddFactor(parts, live);
  const { account, session } = live;
  const entry = entryOf(req, 'factor_added', account.id, { sid: session.id }, { factor: 'totp' });
  let codes: readonly string[] = [];
  const added = await proveInSession(parts, req, live, 'code', () =>
    changeFactors(parts.factorAccounts, account, (now) => {
      const made = additionOf(parts, now, typed);
      codes = made.codes;
      return { ...made.change, entries: [entry] };
    }),
  );
  if (!added) throw new NotAuthorizedError('token_revoked');
  parts.events.record(req, { event: 'factor_added', account: account.id, sid: session.id });
  await raiseSession(parts, req, res, { account: added, session }, ['otp']);
  return codes;
}

function additionOf(parts: TotpAddition, account: Account, typed: string) {
  const { totpSecrets } = parts;
  const { id, factors } = account;
  const pending = factors.pendingTotp;
  if (!pending || pending.until.getTime() <= Date.now()) throw new CeremonyExpiredError();
  const secret = totpSecrets.open(id, pending);
  const step = stepOfCode(secret, typed, -1);
  if (step === undefined) throw new InvalidCodeError();
  const usedToken = redeemFactorCode(parts, account, pending.factorCode);
  const { codes, hashes } = recoveryCodesFor(account);
  // Sealed anew: the key that it was begun under may be about to leave.
  const totp = { ...totpSecrets.seal(id, secret), since: new Date(), step };
  const set = { totp, pendingTotp: undefined, isRequired: true, recoveryCodes: hashes, wereReset: false };
  const change: Omit<FactorChange, 'entries'> = {
    set,
    ends: factors.totp ? 'assurance' : 'nothing',
    usedToken,
  };
  return { change, codes };
}
