import { matchedData } from 'express-validator';
import { requestSignUp as request, type SignUpRequest } from '../../authentication/request-sign-up';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import type { Events } from '../../events/events';
import { addressOf } from '../../http/client';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { signUpFields, type SignUpFields } from '../fields/sign-up-fields';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { refuseWhereClosed, type SignUpMode } from '../middleware/refuse-where-closed';
import { reportFailure } from '../middleware/report-failure';

interface SignUpRequestParts extends Hashing, SignUpMode, SignUpRequest {
  readonly events: Events;
  readonly validatePassword: PasswordPolicy;
}

/** Signs up where addresses are verified first: a mail goes on. Answer, cookie and time are the same for each address. */
export const requestSignUp: Endpoint<SignUpRequestParts> = {
  method: 'post',
  path: '/api/users/signup',
  summary:
    'Ask for a mail whose link makes an account and signs in; the answer is the same for each address, with an account or not',
  body: 'SignUp',
  proof: 'none',
  success: { status: 202, schema: 'VerifyEmailNext' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_token`: the invitation is not good for this email',
    403: `\`sign_up_closed\`: not open, or by invitation; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    refuseWhereClosed(parts),
    hashingRoute(parts, signUpFields(parts.validatePassword), async function requestSignUp(req, res, hash) {
      await parts.limits.countMailRequest(addressOf(req));
      await request(parts, req, res, matchedData<SignUpFields>(req), hash);
      res.status(202).send({ next: 'verify_email' });
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'sign_up_failed'),
};
