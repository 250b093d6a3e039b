import type { Request, Response } from 'express';
import { newEvent } from '../events/account-event';
import type { Events } from '../events/events';
import { clientOf } from '../http/client';
import type { Sessions } from '../sessions/sessions';
import { acrOf, assuranceOf, withProof, type Method } from './assurance';
import type { LiveSession } from './live-session';
import { writeToken, type TokenWriting } from './write-token';

export interface SessionRaise extends TokenWriting {
  readonly sessions: Sessions;
  readonly events: Events;
}

/**
 * Adds a factor that was proven just now to what a fresh session has proven, and writes the access token that tells of it. Its
 * `authTime` stays, since the rest was proven then.
 * @param live the session as it was read, with the account as it is now
 */
export async function raiseSession(
  parts: SessionRaise,
  req: Request,
  res: Response,
  { account, session }: Pick<LiveSession, 'account' | 'session'>,
  added: readonly Method[],
): Promise<void> {
  const { amr: proven = [], authTime } = assuranceOf(session, account);
  const amr = withProof(proven, added);
  const raised =
    acrOf(amr) === 'aal2' ? await raise(parts, req, { account, session }, amr, authTime) : undefined;
  await writeToken(parts, req, res, { account, session: raised ?? session });
}

async function raise(
  { sessions, events }: SessionRaise,
  req: Request,
  { account, session }: Pick<LiveSession, 'account' | 'session'>,
  amr: readonly string[],
  authTime: Date | undefined,
) {
  const event = newEvent('step_up', account.id, { sid: session.id, client: clientOf(req) }, { amr });
  const assurance = { amr, acr: 'aal2', authTime, factorGen: account.factors.gen } as const;
  const raised = await sessions.stepUp(session.id, assurance, [{ event }]);
  if (raised) events.record(req, { event: 'step_up', account: account.id, sid: session.id });
  return raised;
}
