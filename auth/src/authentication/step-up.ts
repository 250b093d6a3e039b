import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { Ceremony } from '../ceremonies/ceremony';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import { newEvent } from '../events/account-event';
import type { Events } from '../events/events';
import { clientOf } from '../http/client';
import { accountKey } from '../limits/account-key';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { acrOf, withProof, type Method } from './assurance';
import type { LiveSession } from './live-session';
import { writeToken, type TokenWriting } from './write-token';
import { dueOf, isEnough, neededFor, type Factor } from './step-up-factors';

export interface StepUp extends TokenWriting {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
  readonly events: Events;
  readonly sessions: Sessions;
  /** Whether a mailed code proves who a person is. */
  readonly signInByEmail: boolean;
}

/** The session that was stepped up, or by what the rest of the step-up can be proven. */
export type StepUpOutcome = { readonly session: Session } | { readonly due: readonly Factor[] };

const PURPOSE = 'step-up';

/** What the address counts as that the codes of a step-up go to: after a change of address they are void. */
export const addresseeOf = ({ email }: Account) => accountKey(normalizeEmail(email));

/**
 * Begins the step-up of a session, in the place of one that this browser was in the middle of.
 * @param acr what is asked for
 */
export async function beginStepUp(
  { ceremonies, ceremonyCookies }: StepUp,
  res: Response,
  { account, session }: LiveSession,
  acr: 'aal2' | undefined,
): Promise<void> {
  const { id, factors } = account;
  const addressee = addresseeOf(account);
  const factorGen = factors.gen;
  const start = { purpose: PURPOSE, account: id, addressee, factorGen, sid: session.id, acr } as const;
  const { secret } = await ceremonies.begin(start);
  ceremonyCookies.write(res, PURPOSE, secret);
}

/**
 * The step-up that this browser is in the middle of.
 * @throws CeremonyExpiredError (401 `ceremony_expired`), also when it is another session's
 */
export async function findStepUp(parts: StepUp, req: Request, live: LiveSession): Promise<Ceremony> {
  const secret = parts.ceremonyCookies.read(req, PURPOSE);
  const found = secret === undefined ? undefined : await parts.ceremonies.find(secret, PURPOSE);
  return requireOwn(found, live);
}

/** By what the rest of a step-up can be proven. */
export function factorsDue(
  settings: StepUp,
  live: LiveSession,
  { acr, proven = [] }: Pick<Ceremony, 'acr' | 'proven'>,
): readonly Factor[] {
  return dueOf(live.account, neededFor(live, acr), proven, settings);
}

/**
 * Proves a step-up, or a part of it, which counts as an attempt whatever comes of it. When all is proven that it needs, the session is
 * fresh and worth that much, and the access token that tells of it goes into the cookie.
 * @param prove throws when the proof fails; else what it adds to `amr`
 * @throws CeremonyExpiredError (401 `ceremony_expired`), also when another proof was faster
 */
export async function proveStepUp(
  parts: StepUp,
  req: Request,
  res: Response,
  live: LiveSession,
  prove: (ceremony: Ceremony) => Promise<readonly Method[]>,
): Promise<StepUpOutcome> {
  const { ceremonies, ceremonyCookies } = parts;
  const secret = ceremonyCookies.read(req, PURPOSE);
  const attempt = secret === undefined ? undefined : await ceremonies.attempt(secret, PURPOSE);
  const ceremony = requireOwn(attempt, live);
  const added = await prove(ceremony);
  const needed = neededFor(live, ceremony.acr);
  // Two proofs at once are put together in the document; alone, one is enough for most step-ups and spares the write.
  const isDone = isEnough(needed, withProof(ceremony.proven ?? [], added));
  const after = isDone ? ceremony : requireOwn(await ceremonies.addProof(ceremony, added), live);
  const amr = withProof(after.proven ?? [], added);
  if (!isEnough(needed, amr)) return { due: factorsDue(parts, live, { ...after, proven: amr }) };
  if (!(await ceremonies.complete(ceremony))) throw new CeremonyExpiredError();
  const fresh = await freshen(parts, req, res, live, amr);
  ceremonyCookies.clear(res, PURPOSE);
  return { session: fresh };
}

async function freshen(
  parts: StepUp,
  req: Request,
  res: Response,
  { account, session }: LiveSession,
  amr: readonly string[],
): Promise<Session> {
  const { sessions, events } = parts;
  const event = newEvent('step_up', account.id, { sid: session.id, client: clientOf(req) }, { amr });
  const assurance = { amr, acr: acrOf(amr), factorGen: account.factors.gen };
  const fresh = await sessions.stepUp(session.id, assurance, [{ event }]);
  // It was ended, or another step-up has just made it worth more.
  if (!fresh) throw new CeremonyExpiredError();
  events.record(req, { event: 'step_up', account: account.id, sid: session.id });
  await writeToken(parts, req, res, { account, session: fresh });
  return fresh;
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

/** It is over when a factor was removed since it began: what was proven with that counts no more. */
function requireOwn(ceremony: Ceremony | undefined, { account, session }: LiveSession): Ceremony {
  const isOwn = ceremony?.sid === session.id && (ceremony.factorGen ?? 0) === account.factors.gen;
  if (!isOwn) throw new CeremonyExpiredError();
  return ceremony;
}
