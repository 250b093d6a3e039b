import { NotAuthorizedError, NotFoundError } from '@latchkey/common';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import type { Passkey } from '../accounts/factors';
import { withoutFactor } from '../accounts/remove-factors';
import { entryOf } from './entry-of';
import { requireFactorsProven } from './fresh-session';
import type { LiveSession } from './live-session';
import type { PasskeyProof } from './prove-passkey';
import { writeToken, type TokenWriting } from './write-token';
import { requireWayIn, type WaysInSettings } from './ways-in';

export interface PasskeyRemoval extends PasskeyProof, TokenWriting, WaysInSettings {}

/**
 * Gives a passkey another name.
 * @throws StepUpRequiredError (401), NotFoundError (404), NotAuthorizedError (401 `token_revoked`)
 */
export async function renamePasskey(
  { passkeyAccounts }: PasskeyProof,
  live: LiveSession,
  id: string,
  name: string,
): Promise<Passkey> {
  requireFactorsProven(live);
  const { account } = live;
  const changed = await changeFactors(passkeyAccounts, account, (now) => {
    const passkey = ownPasskey(now, id);
    const passkeys = now.factors.passkeys.map((each) => (each === passkey ? { ...each, name } : each));
    return { set: { passkeys }, ends: 'nothing', entries: [] };
  });
  if (!changed) throw new NotAuthorizedError('token_revoked');
  return ownPasskey(changed, id);
}

/**
 * Removes a passkey; what sessions have proven with a factor ends, and all access tokens, so this browser gets a new one. With the last
 * factor, sign-ins ask for no second one.
 * @throws StepUpRequiredError (401), NotFoundError (404), LastCredentialError (409 `last_credential`), NotAuthorizedError (401 `token_revoked`)
 */
export async function removePasskey(
  parts: PasskeyRemoval,
  req: Request,
  res: Response,
  live: LiveSession,
  id: string,
): Promise<void> {
  requireFactorsProven(live);
  const { account, session } = live;
  const { passkeyAccounts, events } = parts;
  const { credential, name } = ownPasskey(account, id);
  const details = { factor: 'passkey', name };
  const entry = entryOf(req, 'factor_removed', account.id, { sid: session.id }, details);
  const changed = await changeFactors(passkeyAccounts, account, (now) => {
    const passkey = ownPasskey(now, id);
    const passkeys = now.factors.passkeys.filter((each) => each !== passkey);
    const left = withoutFactor(now.factors, { passkeys });
    requireWayIn({ ...now, factors: { ...now.factors, ...left } }, parts);
    return { set: left, ends: 'assurance', entries: [entry] };
  });
  if (!changed) throw new NotAuthorizedError('token_revoked');
  events.record(req, { event: 'factor_removed', account: account.id, sid: session.id });
  // Where this fails, it is void all the same.
  await passkeyAccounts.passkeys.release(credential, account.id).catch(() => undefined);
  await writeToken(parts, req, res, { account: changed, session });
}

function ownPasskey({ factors }: Account, id: string): Passkey {
  const passkey = factors.passkeys.find((each) => each.id === id);
  if (!passkey) throw new NotFoundError('You have no passkey with this id.');
  return passkey;
}
