import { NotAuthorizedError, NotFoundError } from '@latchkey/common';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import { hasFactor, type Factors, type Passkey } from '../accounts/factors';
import type { SessionCookies } from '../http/session-cookies';
import { entryOf } from './entry-of';
import type { IssueAccessToken } from './issue-access-token';
import type { LiveSession } from './live-session';
import type { PasskeyProof } from './prove-passkey';
import { requireWayIn, type WaysInSettings } from './ways-in';

export interface PasskeyRemoval extends PasskeyProof, WaysInSettings {
  readonly cookies: SessionCookies;
  readonly issueAccessToken: IssueAccessToken;
}

/**
 * Gives a passkey another name.
 * @throws NotFoundError (404), NotAuthorizedError (401 `token_revoked`)
 */
export async function renamePasskey(
  { passkeyAccounts }: PasskeyProof,
  { account }: LiveSession,
  id: string,
  name: string,
): Promise<Passkey> {
  const changed = await changeFactors(passkeyAccounts, account, (now) => {
    const passkey = ownPasskey(now, id);
    const passkeys = now.factors.passkeys.map((each) => (each === passkey ? { ...each, name } : each));
    return { set: { passkeys }, ends: 'nothing', entries: [] };
  });
  if (!changed) throw new NotAuthorizedError('token_revoked');
  return ownPasskey(changed, id);
}

/**
 * Removes a passkey; what sessions have proven with a factor ends, and all access tokens, so this browser gets a new one. With the last factor no second one is asked
 * for any more.
 * @throws NotFoundError (404), LastCredentialError (409 `last_credential`), NotAuthorizedError (401 `token_revoked`)
 */
export async function removePasskey(
  parts: PasskeyRemoval,
  req: Request,
  res: Response,
  { account, session }: LiveSession,
  id: string,
): Promise<void> {
  const { passkeyAccounts, events, cookies } = parts;
  const { credential, name } = ownPasskey(account, id);
  const details = { factor: 'passkey', name };
  const entry = entryOf(req, 'factor_removed', account.id, { sid: session.id }, details);
  const changed = await changeFactors(passkeyAccounts, account, (now) => {
    const passkey = ownPasskey(now, id);
    const left = withoutPasskey(now.factors, passkey);
    requireWayIn({ ...now, factors: { ...now.factors, ...left } }, parts);
    return { set: left, ends: 'assurance', entries: [entry] };
  });
  if (!changed) throw new NotAuthorizedError('token_revoked');
  events.record(req, { event: 'factor_removed', account: account.id, sid: session.id });
  // Where this fails, it is void all the same.
  await passkeyAccounts.passkeys.release(credential, account.id).catch(() => undefined);
  if (await cookies.isWritable(req, session.id))
    await cookies.writeAccessToken(res, parts.issueAccessToken(changed, session));
}

function withoutPasskey(factors: Factors, removed: Passkey): Partial<Factors> {
  const passkeys = factors.passkeys.filter((each) => each !== removed);
  const isLast = !hasFactor({ ...factors, passkeys });
  return { passkeys, ...(isLast && { isRequired: false, recoveryCodes: [] }) };
}

function ownPasskey({ factors }: Account, id: string): Passkey {
  const passkey = factors.passkeys.find((each) => each.id === id);
  if (!passkey) throw new NotFoundError('You have no passkey with this id.');
  return passkey;
}
