import { NotAuthorizedError, NotFoundError } from '@latchkey/common';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import { hasFactor } from '../accounts/factors';
import type { FactorChange } from '../accounts/factor-storage';
import { withoutFactor } from '../accounts/remove-factors';
import { newRecoveryCodes } from '../credentials/recovery-codes/recovery-codes';
import { NoFactorError } from '../errors/factor-errors';
import type { Events } from '../events/events';
import type { FactorAccounts } from './add-totp';
import { entryOf } from './entry-of';
import { requireFactorsProven } from './fresh-session';
import type { LiveSession } from './live-session';
import { writeToken, type TokenWriting } from './write-token';

export interface FactorChanges extends TokenWriting {
  readonly factorAccounts: FactorAccounts;
  readonly events: Events;
}

/** What happens to a factor, as the log tells it. */
interface Told {
  readonly type: 'factor_added' | 'factor_removed';
  readonly factor: 'totp' | 'recovery_codes' | 'second_factor';
}

/**
 * Removes the authenticator app; what sessions have proven with a factor ends, and all access tokens. With the last factor no second
 * one is asked for any more. No way to sign in goes with it.
 * @throws StepUpRequiredError (401), NotFoundError (404) when there is none
 */
export async function removeTotp(
  parts: FactorChanges,
  req: Request,
  res: Response,
  live: LiveSession,
): Promise<void> {
  const told = { type: 'factor_removed', factor: 'totp' } as const;
  const account = await change(parts, req, live, told, ({ factors }) => {
    if (!factors.totp) throw new NotFoundError('You have no authenticator app.');
    const set = { ...withoutFactor(factors, { totp: undefined }), pendingTotp: undefined };
    return { set, ends: 'assurance' };
  });
  await writeToken(parts, req, res, { account, session: live.session });
}

/**
 * Makes recovery codes, in the place of those that the account has.
 * @returns the codes, which are shown this once
 * @throws StepUpRequiredError (401), NoFactorError (409 `no_factor`)
 */
export async function renewRecoveryCodes(
  parts: FactorChanges,
  req: Request,
  live: LiveSession,
): Promise<readonly string[]> {
  const { codes, hashes } = newRecoveryCodes(live.account.id);
  const told = { type: 'factor_added', factor: 'recovery_codes' } as const;
  await change(parts, req, live, told, ({ factors }) => {
    if (!hasFactor(factors)) throw new NoFactorError();
    return { set: { recoveryCodes: hashes }, ends: 'nothing' };
  });
  return codes;
}

/**
 * Says whether sign-ins need a second factor.
 * @returns the account afterwards
 * @throws StepUpRequiredError (401), NoFactorError (409 `no_factor`) where there is none to ask for
 */
export async function setSecondFactor(
  parts: FactorChanges,
  req: Request,
  live: LiveSession,
  isOn: boolean,
): Promise<Account> {
  const told = { type: isOn ? 'factor_added' : 'factor_removed', factor: 'second_factor' } as const;
  return change(parts, req, live, told, ({ factors }) => {
    if (factors.isRequired === isOn) return undefined;
    if (isOn && !hasFactor(factors)) throw new NoFactorError();
    return { set: { isRequired: isOn }, ends: 'nothing' };
  });
}

async function change(
  { factorAccounts, events }: FactorChanges,
  req: Request,
  live: LiveSession,
  { type, factor }: Told,
  resolve: (account: Account) => Pick<FactorChange, 'set' | 'ends'> | undefined,
): Promise<Account> {
  requireFactorsProven(live);
  const { account, session } = live;
  const entries = [entryOf(req, type, account.id, { sid: session.id }, { factor })];
  let isChanged = false;
  const changed = await changeFactors(factorAccounts, account, (now) => {
    const made = resolve(now);
    isChanged = made !== undefined;
    return made && { ...made, entries };
  });
  if (!changed) throw new NotAuthorizedError('token_revoked');
  if (isChanged) events.record(req, { event: type, account: account.id, sid: session.id });
  return changed;
}
