import type { Request } from 'express';
import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { completeSignIn, type SignInCompletion } from '../../authentication/complete-sign-in';
import { provePassword, type PasswordAttempt, type PasswordProof } from '../../authentication/prove-password';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { emailField, knownPasswordField, newPasswordField } from '../fields/account-fields';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailure } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface SignInParts extends Hashing, PasswordProof, SignInCompletion {
  readonly validatePassword: PasswordPolicy;
}

/** Checks a password and starts a session. A temporary password needs a new one beside it. */
export const signin: Endpoint<SignInParts> = {
  method: 'post',
  path: '/api/users/signin',
  summary: 'Sign in; a session that this browser already had is ended',
  body: 'SignIn',
  proof: 'none',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
    401: '`verify_email`: right, but the email is to be verified first; a mail with a link is on its way; `second_factor_required`: right, and one of `factors` is to be proven',
    403: `\`banned\`; \`password_change_required\`: an operator has set the password; send \`newPassword\` with it; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    hashingRoute(parts, fieldsOf(parts), async function signin(req, res, hash) {
      const attempt = matchedData<PasswordAttempt>(req);
      const account = await provePassword(parts, req, attempt, hash);
      const session = await completeSignIn(parts, req, res, account, { amr: ['pwd'] });
      const email = normalizeEmail(attempt.email);
      parts.events.record(req, { event: 'signed_in', account: account.id, email, sid: session.id });
      res.send(toCurrentUser(parts, account, session));
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'sign_in_failed'),
};

function fieldsOf({ validatePassword }: SignInParts) {
  return [emailField(), knownPasswordField('password'), replacementField(validatePassword)];
}

/** For every account alike, so that a refusal of the new password tells nothing of any. */
function replacementField(validatePassword: PasswordPolicy) {
  const emailOf = (req: Request) => (req.body as Partial<PasswordAttempt>).email;
  return newPasswordField('newPassword', validatePassword, emailOf)
    .custom(
      (next: string, { req }) => next !== (req as Request<unknown, unknown, PasswordAttempt>).body.password,
    )
    .withMessage('Choose another password than the temporary one.')
    .optional();
}
