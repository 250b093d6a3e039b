import type { Request, Response } from 'express';
import { body, matchedData, type ValidationChain } from 'express-validator';
import { requireProof } from '../../authentication/account-proof';
import type { SignInCompletion } from '../../authentication/complete-sign-in';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import {
  proveRecoveryCode,
  proveTotp,
  type FactorCodeProof,
  type ProveFactorCode,
} from '../../authentication/prove-factor-code';
import { proveInSession } from '../../authentication/prove-in-session';
import { guessFactor, signInBySecondFactor } from '../../authentication/second-factor';
import { proveStepUp, type StepUp } from '../../authentication/step-up';
import { CROSS_ORIGIN, NO_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { recoveryCodeField, totpCodeField } from '../fields/factor-code-fields';
import { purposeField } from '../fields/purpose-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailure, reportFailureOf } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';
import { toStepUpAnswer } from '../views/step-up';

interface FactorCodeParts extends SignInCompletion, StepUp, FactorCodeProof, LiveSessions {}

interface FactorCodeAttempt {
  readonly purpose: 'sign-in' | 'step-up';
  readonly code: string;
}

/** Goes on with a sign-in, or steps the session up, by a code of the authenticator app. */
export const authenticateByTotp = authenticateBy(proveTotp, totpCodeField, {
  path: '/api/users/authentication/totp',
  summary: 'Go on with a sign-in, or step the session up, by a code of the authenticator app',
  body: 'TotpAuthentication',
});

/** The same by a recovery code. */
export const authenticateByRecoveryCode = authenticateBy(proveRecoveryCode, recoveryCodeField, {
  path: '/api/users/authentication/recovery-code',
  summary: 'Go on with a sign-in, or step the session up, by a recovery code, which is used up',
  body: 'RecoveryCodeAuthentication',
});

/** A sign-in needs no proof of an account, and a step-up asks for it here. */
function authenticateBy(
  prove: ProveFactorCode,
  codeField: () => ValidationChain,
  operation: Pick<Endpoint<FactorCodeParts>, 'path' | 'summary' | 'body'>,
): Endpoint<FactorCodeParts> {
  return {
    ...operation,
    method: 'post',
    proof: 'none',
    success: { status: 200, schema: 'StepUp' },
    failures: {
      400: '`validation_failed`, `invalid_code` (also when it was used), `malformed_json`',
      401: `${NO_CEREMONY}; \`verify_email\`; of a step-up also ${NOT_SIGNED_IN}`,
      403: `\`banned\`, \`password_change_required\`; ${CROSS_ORIGIN}`,
      429: TOO_MANY,
    },
    handlers: (parts) => [
      async function authenticateByFactorCode(req, res) {
        await requireValid(req, [purposeField(body('purpose'), 'sign-in', 'step-up'), codeField()]);
        const { purpose, code } = matchedData<FactorCodeAttempt>(req);
        const answer = purpose === 'sign-in' ? signIn : stepUp;
        res.send(await answer(parts, req, res, prove, code));
      },
    ],
    onFailure: (parts) => (error, req, res, next) => {
      const isStepUp = matchedData<Partial<FactorCodeAttempt>>(req).purpose === 'step-up';
      const report = isStepUp
        ? reportFailureOf(parts, 'step_up_failed')
        : reportFailure(parts, 'sign_in_failed');
      void report(error, req, res, next);
    },
  };
}

async function signIn(
  parts: FactorCodeParts,
  req: Request,
  res: Response,
  prove: ProveFactorCode,
  code: string,
) {
  const { account, session } = await signInBySecondFactor(parts, req, res, async (read) => ({
    account: await prove(parts, req, read, code),
    amr: ['otp'],
  }));
  parts.events.record(req, { event: 'signed_in', account: account.id, sid: session.id });
  return toCurrentUser(parts, account, session);
}

async function stepUp(
  parts: FactorCodeParts,
  req: Request,
  res: Response,
  prove: ProveFactorCode,
  code: string,
) {
  await requireProof(parts, req);
  const live = await liveSession(parts, req);
  const outcome = await proveStepUp(parts, req, res, live, async () => {
    const { account } = live;
    const guess = () => guessFactor(parts, req, account, () => prove(parts, req, account, code));
    await proveInSession(parts, req, live, 'code', guess);
    return ['otp'];
  });
  return toStepUpAnswer(parts, live.account, outcome);
}
