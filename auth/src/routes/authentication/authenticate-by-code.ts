import type { Request, Response } from 'express';
import { body, matchedData } from 'express-validator';
import { requireProof } from '../../authentication/account-proof';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { signInByCode, type CodeSignIn } from '../../authentication/sign-in-by-code';
import { stepUpByCode, type CodeStepUp } from '../../authentication/step-up-by-code';
import { CROSS_ORIGIN, NO_CODE_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailCodeField } from '../fields/mail-code-field';
import { purposeField } from '../fields/purpose-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailure, reportFailureOf } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';
import { toStepUpAnswer } from '../views/step-up';

interface CodeParts extends CodeSignIn, CodeStepUp, LiveSessions {}

interface CodeAttempt {
  readonly purpose: 'sign-in' | 'step-up';
  readonly code: string;
}

/**
 * Signs in, or steps a session up, by a mailed code. The first proof of an address takes away what another person may have
 * left. A sign-in needs no proof of an account, and a step-up asks for it here.
 */
export const authenticateByCode: Endpoint<CodeParts> = {
  method: 'post',
  path: '/api/users/authentication/code',
  summary: 'Sign in or step the session up by the code of a mail, in the browser that asked for it',
  body: 'CodeAuthentication',
  proof: 'none',
  success: { status: 200, schema: 'StepUp' },
  failures: {
    400: '`validation_failed`, `invalid_code`, `malformed_json`',
    401: `${NO_CODE_CEREMONY}; \`second_factor_required\`: right, and one of \`factors\` is to be proven; of a step-up also ${NOT_SIGNED_IN}`,
    403: `\`banned\`; \`password_change_required\`: an operator has set the password; of a step-up \`email_not_verified\`; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function authenticateByCode(req, res) {
      await requireValid(req, [purposeField(body('purpose'), 'sign-in', 'step-up'), mailCodeField()]);
      const { purpose, code } = matchedData<CodeAttempt>(req);
      const prove = purpose === 'sign-in' ? signIn : stepUp;
      res.send(await prove(parts, req, res, code));
    },
  ],
  onFailure: (parts) => (error, req, res, next) => {
    const isStepUp = matchedData<Partial<CodeAttempt>>(req).purpose === 'step-up';
    const report = isStepUp
      ? reportFailureOf(parts, 'step_up_failed')
      : reportFailure(parts, 'sign_in_failed');
    void report(error, req, res, next);
  },
};

async function signIn(parts: CodeParts, req: Request, res: Response, code: string) {
  const { account, session } = await signInByCode(parts, req, res, code);
  parts.events.record(req, { event: 'signed_in', account: account.id, sid: session.id });
  return toCurrentUser(parts, account, session);
}

async function stepUp(parts: CodeParts, req: Request, res: Response, code: string) {
  await requireProof(parts, req);
  const live = await liveSession(parts, req);
  return toStepUpAnswer(parts, live.account, await stepUpByCode(parts, req, res, live, code));
}
