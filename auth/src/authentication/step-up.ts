import { NotAuthorizedError } from '@latchkey/common';
import type { Request, Response } from 'express';
import { currentHash, type Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { Ceremony } from '../ceremonies/ceremony';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import { NOBODYS_HASH } from '../credentials/password/password-hash';
import { newEvent } from '../events/account-event';
import type { Events } from '../events/events';
import { clientOf } from '../http/client';
import type { SessionCookies } from '../http/session-cookies';
import { accountKey } from '../limits/account-key';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import type { IssueAccessToken } from './issue-access-token';
import type { LiveSession } from './live-session';

export interface StepUp {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
  readonly cookies: SessionCookies;
  readonly events: Events;
  readonly issueAccessToken: IssueAccessToken;
  readonly sessions: Sessions;
  /** Whether a mailed code proves who a person is. */
  readonly signInByEmail: boolean;
}

/** By what a person can prove once more who they are: values of `factors`. */
export type StepUpFactor = 'password' | 'email';

const PURPOSE = 'step-up';

/** By what the owner of an account can prove a step-up: a mail proves nothing until the address is verified. */
export function factorsOf({ signInByEmail }: StepUp, account: Account): readonly StepUpFactor[] {
  const hasPassword = currentHash(account) !== NOBODYS_HASH;
  const hasMail = signInByEmail && account.emailVerifiedAt !== undefined;
  return [...(hasPassword ? (['password'] as const) : []), ...(hasMail ? (['email'] as const) : [])];
}

/** What the address counts as that the codes of a step-up go to: after a change of address they are void. */
export const addresseeOf = ({ email }: Account) => accountKey(normalizeEmail(email));

/** Begins the step-up of a session, in the place of one that this browser was in the middle of. */
export async function beginStepUp(
  { ceremonies, ceremonyCookies }: StepUp,
  res: Response,
  { account, session }: LiveSession,
): Promise<void> {
  const { id, sessionGen } = account;
  const addressee = addresseeOf(account);
  const start = { purpose: PURPOSE, account: id, addressee, sessionGen, sid: session.id } as const;
  const { secret } = await ceremonies.begin(start);
  ceremonyCookies.write(res, PURPOSE, secret);
}

/**
 * The step-up that this browser is in the middle of.
 * @throws CeremonyExpiredError (401 `ceremony_expired`), also when it is another session's
 */
export async function findStepUp(parts: StepUp, req: Request, session: Session): Promise<Ceremony> {
  const secret = parts.ceremonyCookies.read(req, PURPOSE);
  const found = secret === undefined ? undefined : await parts.ceremonies.find(secret, PURPOSE);
  return requireOwn(found, session);
}

/**
 * Proves a step-up, which counts as an attempt whatever comes of it, and makes the session fresh. What its `acr` is worth stays
 * as it is. The access token that tells of it goes into the cookie.
 * @param amr what the proof adds
 * @param prove throws when the proof fails
 * @throws CeremonyExpiredError (401 `ceremony_expired`), also when another proof was faster
 */
export async function proveStepUp(
  parts: StepUp,
  req: Request,
  res: Response,
  { account, session }: LiveSession,
  amr: 'pwd' | 'email',
  prove: (ceremony: Ceremony) => Promise<void>,
): Promise<void> {
  const { ceremonies, ceremonyCookies, sessions, cookies, events } = parts;
  const secret = ceremonyCookies.read(req, PURPOSE);
  const attempt = secret === undefined ? undefined : await ceremonies.attempt(secret, PURPOSE);
  const ceremony = requireOwn(attempt, session);
  await prove(ceremony);
  if (!(await ceremonies.complete(ceremony))) throw new CeremonyExpiredError();
  const origin = { sid: session.id, client: clientOf(req) };
  const event = newEvent('step_up', account.id, origin, { amr: [amr] });
  const fresh = await sessions.stepUp(session.id, [amr], [{ event }]);
  if (!fresh) throw new NotAuthorizedError('token_revoked');
  events.record(req, { event: 'step_up', account: account.id, sid: session.id });
  ceremonyCookies.clear(res, PURPOSE);
  if (await cookies.isWritable(req, session.id))
    await cookies.writeAccessToken(res, parts.issueAccessToken(account, fresh));
}

/** Ends the step-up that this browser is in the middle of, if it is the session's. */
export async function cancelStepUp(
  { ceremonies, ceremonyCookies }: StepUp,
  req: Request,
  res: Response,
  session: Session,
): Promise<void> {
  const secret = ceremonyCookies.read(req, PURPOSE);
  if (secret === undefined) return;
  const found = await ceremonies.find(secret, PURPOSE);
  if (found?.sid === session.id) await ceremonies.cancel(secret, PURPOSE);
  ceremonyCookies.clear(res, PURPOSE);
}

function requireOwn(ceremony: Ceremony | undefined, session: Session): Ceremony {
  if (ceremony?.sid !== session.id) throw new CeremonyExpiredError();
  return ceremony;
}
