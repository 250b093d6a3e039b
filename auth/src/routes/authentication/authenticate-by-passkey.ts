import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Request, Response } from 'express';
import { body, matchedData } from 'express-validator';
import { requireProof, type AccountProof } from '../../authentication/account-proof';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { proveInSession, type SessionProof } from '../../authentication/prove-in-session';
import { provePasskey } from '../../authentication/prove-passkey';
import { guessFactor, signInBySecondFactor } from '../../authentication/second-factor';
import { signInByPasskey, type PasskeySignIn } from '../../authentication/sign-in-by-passkey';
import { proveStepUp, type StepUp } from '../../authentication/step-up';
import { parseAssertion } from '../../credentials/passkeys/credential-json';
import { CROSS_ORIGIN, NO_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { credentialField } from '../fields/passkey-fields';
import { purposeField } from '../fields/purpose-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailure, reportFailureOf } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';
import { toStepUpAnswer } from '../views/step-up';

interface Parts extends AccountProof, LiveSessions, StepUp, SessionProof, PasskeySignIn {}

interface Attempt {
  readonly purpose: 'passkey' | 'sign-in' | 'step-up';
  readonly credential: AuthenticationResponseJSON;
}

/** Signs in by a passkey, alone or as second factor, or steps a session up. A step-up asks for the proof of the account here. */
export const authenticateByPasskey: Endpoint<Parts> = {
  method: 'post',
  path: '/api/users/authentication/passkey',
  summary: 'Sign in or step the session up by a passkey',
  body: 'PasskeyAuthentication',
  proof: 'none',
  success: { status: 200, schema: 'StepUp' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_passkey`: unknown, removed, of another account, or anything of the proof is wrong',
    401: `${NO_CEREMONY}; \`verify_email\`; of a step-up also ${NOT_SIGNED_IN}`,
    403: `\`banned\`; \`password_change_required\`: an operator has set the password; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function authenticateByPasskey(req, res) {
      await requireValid(req, [
        purposeField(body('purpose'), 'passkey', 'sign-in', 'step-up'),
        credentialField(parseAssertion),
      ]);
      const { purpose, credential } = matchedData<Attempt>(req);
      const prove = purpose === 'step-up' ? stepUp : signIn;
      res.send(await prove(parts, req, res, purpose, credential));
    },
  ],
  onFailure: (parts) => (error, req, res, next) => {
    const isStepUp = matchedData<Partial<Attempt>>(req).purpose === 'step-up';
    const report = isStepUp
      ? reportFailureOf(parts, 'step_up_failed')
      : reportFailure(parts, 'sign_in_failed');
    void report(error, req, res, next);
  },
};

async function signIn(
  parts: Parts,
  req: Request,
  res: Response,
  purpose: Attempt['purpose'],
  credential: AuthenticationResponseJSON,
) {
  const { account, session } =
    purpose === 'passkey'
      ? await signInByPasskey(parts, req, res, credential)
      : await signInBySecondFactor(parts, req, res, (found, { challenge }) =>
          provePasskey(parts, req, found, credential, challenge),
        );
  parts.events.record(req, { event: 'signed_in', account: account.id, sid: session.id });
  return toCurrentUser(parts, account, session);
}

async function stepUp(
  parts: Parts,
  req: Request,
  res: Response,
  _purpose: Attempt['purpose'],
  credential: AuthenticationResponseJSON,
) {
  await requireProof(parts, req);
  const live = await liveSession(parts, req);
  const outcome = await proveStepUp(parts, req, res, live, async ({ challenge }) => {
    const { account } = live;
    const prove = () => provePasskey(parts, req, account, credential, challenge);
    const guess = () => guessFactor(parts, req, account, prove);
    return (await proveInSession(parts, req, live, 'code', guess)).amr;
  });
  return toStepUpAnswer(parts, live.account, outcome);
}
