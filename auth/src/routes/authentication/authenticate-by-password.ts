import { body, matchedData } from 'express-validator';
import { proveInSession, type SessionProof } from '../../authentication/prove-in-session';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { Passwords } from '../../authentication/passwords';
import { proveStepUp, type StepUp } from '../../authentication/step-up';
import { CROSS_ORIGIN, NO_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { knownPasswordField } from '../fields/account-fields';
import { purposeField } from '../fields/purpose-field';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailureOf } from '../middleware/report-failure';
import { toStepUpAnswer } from '../views/step-up';

interface PasswordStepUpParts extends Hashing, LiveSessions, SessionProof, StepUp {
  readonly passwords: Passwords;
}

/** Proves a step-up by the password. */
export const authenticateByPassword: Endpoint<PasswordStepUpParts> = {
  method: 'post',
  path: '/api/users/authentication/password',
  summary:
    'Prove a step-up by the password; where more is due, `factors` tell by what. Else the session is fresh, and its access token says so',
  body: 'PasswordAuthentication',
  success: { status: 200, schema: 'StepUp' },
  failures: {
    400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
    401: `${NO_CEREMONY}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    parts.authentication.requireAuth,
    hashingRoute(parts, fieldsOf(), async function authenticateByPassword(req, res, hash) {
      const { password } = matchedData<{ password: string }>(req);
      const live = await liveSession(parts, req);
      const outcome = await proveStepUp(parts, req, res, live, async () => {
        const check = () => parts.passwords.check(live.account, password, hash);
        await proveInSession(parts, req, live, 'password', check);
        return ['pwd'];
      });
      res.send(toStepUpAnswer(parts, live.account, outcome));
    }),
  ],
  onFailure: (parts) => reportFailureOf(parts, 'step_up_failed'),
};

function fieldsOf() {
  return [purposeField(body('purpose'), 'step-up'), knownPasswordField('password')];
}
