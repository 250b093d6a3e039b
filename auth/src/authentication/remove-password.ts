import { NotAuthorizedError } from '@latchkey/common';
import type { Request } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import { NOBODYS_HASH } from '../credentials/password/password-hash';
import type { Assurance } from '../sessions/session';
import { assuranceOf } from './assurance';
import { entryOf } from './entry-of';
import { requireFactorsProven } from './fresh-session';
import type { LiveSession } from './live-session';
import { startSession, type SessionStart, type SessionWriting, type StartedSession } from './open-session';
import type { PasskeyProof } from './prove-passkey';
import { requireWayIn, type WaysInSettings } from './ways-in';

export interface PasswordRemoval extends PasskeyProof, SessionStart, SessionWriting, WaysInSettings {}

/**
 * Takes the password away, and ends all sessions. The next session of this browser is stored first, as at a change of the password.
 * @throws StepUpRequiredError (401), LastCredentialError (409 `last_credential`), also where the only other way in is removed at the same time;
 *   NotAuthorizedError (401 `token_revoked`) when the sessions were ended meanwhile
 */
export async function removePassword(
  parts: PasswordRemoval,
  req: Request,
  live: LiveSession,
): Promise<{ readonly changed: Account; readonly opened: StartedSession | undefined }> {
  requireFactorsProven(live);
  const { account, session } = live;
  const removed = { password: NOBODYS_HASH, temporaryPassword: undefined };
  requireWayIn({ ...account, ...removed }, parts);
  const entry = entryOf(req, 'password_changed', account.id, { sid: session.id }, { removed: true });
  const owner = { sessionGen: account.sessionGen + 1 };
  const isWritable = await parts.cookies.isWritable(req, session.id);
  const opened = isWritable ? await startSession(parts, req, account, owner, nextAssurance(live)) : undefined;
  try {
    const changed = await changeFactors(parts.passkeyAccounts, account, (now) => {
      requireWayIn({ ...now, ...removed }, parts);
      return { set: {}, password: NOBODYS_HASH, ends: 'sessions', entries: [entry] };
    });
    if (!changed) throw new NotAuthorizedError('token_revoked');
    return { changed, opened };
  } catch (error) {
    if (opened) await parts.sessions.end(opened.session.id, 'password_not_changed');
    throw error;
  }
}

/** The next session is worth what this one is: what ends the others raises the generation of factors by one. */
function nextAssurance({ account, session }: LiveSession): Assurance {
  const { amr = [], acr = 'aal1', authTime } = assuranceOf(session, account);
  return { amr, acr, authTime, factorGen: account.factors.gen + 1 };
}
