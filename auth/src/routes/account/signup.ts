import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { entryOf } from '../../authentication/entry-of';
import { completeSignIn, type SignInCompletion } from '../../authentication/complete-sign-in';
import { signUpInvited, type InvitedSignUps } from '../../authentication/sign-up-invited';
import { hashPassword } from '../../credentials/password/password-hash';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { addressOf } from '../../http/client';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { signUpFields, type SignUpFields } from '../fields/sign-up-fields';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { refuseWhereClosed, type SignUpMode } from '../middleware/refuse-where-closed';
import { reportFailure } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface SignUpParts extends Hashing, InvitedSignUps, SignInCompletion, SignUpMode {
  readonly validatePassword: PasswordPolicy;
}

/** Makes an account and signs it in, where addresses are not verified first. */
export const signup: Endpoint<SignUpParts> = {
  method: 'post',
  path: '/api/users/signup',
  summary: 'Make an account and sign in',
  body: 'SignUp',
  proof: 'none',
  success: { status: 201, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `email_in_use`, `malformed_json`; `invalid_token`: the invitation is not good for this email',
    403: `\`sign_up_closed\`: not open, or by invitation; by invitation also \`banned\`, \`password_change_required\`; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    refuseWhereClosed(parts),
    hashingRoute(parts, signUpFields(parts.validatePassword), async function signup(req, res, hash) {
      const { email, password, invitation } = matchedData<SignUpFields>(req);
      await parts.limits.countRequest(addressOf(req));
      const account =
        invitation === undefined
          ? await parts.accounts.signUp(
              email,
              () => hash(() => hashPassword(password)),
              (id) => [entryOf(req, 'account_created', id)],
            )
          : await signUpInvited(parts, req, { email, password, invitation }, hash);
      if (parts.emailVerification !== 'off')
        await parts.mailRequests.add(req, { kind: 'verification_requested', account: account.id });
      const session = await completeSignIn(parts, req, res, account, { amr: ['pwd'] });
      parts.events.record(req, {
        event: 'account_created',
        account: account.id,
        email: normalizeEmail(email),
        sid: session.id,
      });
      res.status(201).send(toCurrentUser(parts, account, session));
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'sign_up_failed'),
};
