import type { Request, RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { completeSignIn } from '../../authentication/complete-sign-in';
import { provePassword, type PasswordAttempt } from '../../authentication/prove-password';
import type { Services } from '../../services';
import { emailField, knownPasswordField, newPasswordField } from '../fields/account-fields';
import { hashingRoute } from '../middleware/hashing-route';
import { toPerson } from '../views/current-user';

/** POST /api/users/signin: checks a password and starts a session. A temporary password needs a new one beside it. */
export function signin(services: Services): RequestHandler {
  const fields = [emailField(), knownPasswordField('password'), replacementField(services)];

  return hashingRoute(services, fields, async function signin(req, res, hash) {
    const attempt = matchedData<PasswordAttempt>(req);
    const account = await provePassword(services, req, attempt, hash);
    const session = await completeSignIn(services, req, res, account);
    const email = normalizeEmail(attempt.email);
    services.events.record(req, { event: 'signed_in', account: account.id, email, sid: session.id });
    res.send(toPerson(account));
  });
}

/** For every account alike, so that a refusal of the new password tells nothing of any. */
function replacementField({ faultOfPassword }: Services) {
  const emailOf = (req: Request) => (req.body as Partial<PasswordAttempt>).email;
  return newPasswordField('newPassword', faultOfPassword, emailOf)
    .custom(
      (next: string, { req }) => next !== (req as Request<unknown, unknown, PasswordAttempt>).body.password,
    )
    .withMessage('Choose another password than the temporary one.')
    .optional();
}
