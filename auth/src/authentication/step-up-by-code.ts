import { ForbiddenError } from '@latchkey/common';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import type { Ceremony } from '../ceremonies/ceremony';
import type { MailCodes } from '../credentials/mail-tokens/mail-codes';
import { InvalidCodeError } from '../errors/mail-errors';
import type { LiveSession } from './live-session';
import type { MailRequests } from './mail-requests';
import { proveInSession, type SessionProof } from './prove-in-session';
import { addresseeOf, findStepUp, proveStepUp, type StepUp, type StepUpOutcome } from './step-up';
import { waysIn } from './ways-in';

export interface StepUpCodeRequest extends StepUp {
  readonly mailRequests: MailRequests;
}

export interface CodeStepUp extends StepUp, SessionProof {
  readonly mailCodes: MailCodes;
}

/**
 * Asks for a mail with a code for the step-up that this browser is in the middle of. Each mail of a step-up has the same code.
 * @throws CeremonyExpiredError (401 `ceremony_expired`), ForbiddenError (403 `email_not_verified`)
 */
export async function requestStepUpCode(
  parts: StepUpCodeRequest,
  req: Request,
  live: LiveSession,
): Promise<void> {
  const { account } = live;
  const ceremony = await findStepUp(parts, req, live);
  requireMail(parts, account);
  const data = { ceremony: ceremony.id };
  await parts.mailRequests.add(req, { kind: 'step_up_requested', account: account.id, data });
}

/**
 * Steps a session up by a mailed code. Each try counts as an attempt, and as a failure of the session before it is checked.
 * @throws InvalidCodeError (400 `invalid_code`), what `proveStepUp` throws, and what `requestStepUpCode` throws
 */
export async function stepUpByCode(
  parts: CodeStepUp,
  req: Request,
  res: Response,
  live: LiveSession,
  code: string,
): Promise<StepUpOutcome> {
  requireMail(parts, live.account);
  return proveStepUp(parts, req, res, live, async (ceremony) => {
    await proveInSession(parts, req, live, 'code', () => checkCode(parts, live.account, ceremony, code));
    return ['email'];
  });
}

function checkCode(
  { mailCodes }: CodeStepUp,
  account: Account,
  { id, addressee }: Ceremony,
  code: string,
): Promise<void> {
  const isRight = mailCodes.matches(id, code) && addressee === addresseeOf(account);
  return isRight ? Promise.resolve() : Promise.reject(new InvalidCodeError());
}

function requireMail(parts: StepUp, account: Account): void {
  if (waysIn(account, parts).includes('email')) return;
  throw new ForbiddenError('Verify your email first.', 'email_not_verified');
}
