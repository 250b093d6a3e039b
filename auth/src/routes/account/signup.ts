import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { entryOf } from '../../authentication/entry-of';
import { completeSignIn } from '../../authentication/complete-sign-in';
import type { MailRequests } from '../../authentication/mail-requests';
import type { SessionOpening } from '../../authentication/open-session';
import { signUpInvited, type InvitedSignUps } from '../../authentication/sign-up-invited';
import { hashPassword } from '../../credentials/password/password-hash';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { SignUpClosedError } from '../../errors';
import { addressOf } from '../../http/client';
import { MAX_INVITATION_UNITS } from '../../invitations/invitation';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { newEmailField, newPasswordField, type Credentials } from '../fields/account-fields';
import { textField } from '../fields/text-field';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailure } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface SignUpParts extends Hashing, InvitedSignUps, SessionOpening {
  readonly validatePassword: PasswordPolicy;
  readonly signUpMode: 'open' | keyof typeof CLOSED;
  readonly emailVerification: 'off' | 'optional' | 'required';
  readonly mailRequests: MailRequests;
}

const CLOSED = {
  closed: 'Sign-up is closed. Sign in if you have an account.',
  invite: 'Sign-up is by invitation. Open the link of your invitation, or ask for one.',
} as const;

/** Makes an account and signs it in. */
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
    hashingRoute(parts, fieldsOf(parts), async function signup(req, res, hash) {
      const { email, password, invitation } = matchedData<Credentials & { invitation?: string }>(req);
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
      res.status(201).send(toCurrentUser(account));
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'sign_up_failed'),
};

/**
 * Refuses before anything is looked up, so that the answer and its time tell nothing of accounts. What is refused here is
 * counted as any sign-up.
 */
function refuseWhereClosed({ limits, signUpMode }: SignUpParts): RequestHandler {
  return async function refuseWhereClosed(req, _res, next) {
    const { invitation } = (req.body ?? {}) as { invitation?: unknown };
    if (signUpMode === 'open' || (signUpMode === 'invite' && invitation !== undefined)) return next();
    await limits.countRequest(addressOf(req));
    throw new SignUpClosedError(CLOSED[signUpMode]);
  };
}

function fieldsOf({ validatePassword }: SignUpParts) {
  return [
    newEmailField(),
    newPasswordField('password', validatePassword, (req) => (req.body as Partial<Credentials>).email),
    invitationField(),
  ];
}

/** Only its hash tells whether it is a good one. */
function invitationField() {
  return textField(
    body('invitation').optional(),
    MAX_INVITATION_UNITS,
    'Give the invitation as it is in its link.',
  );
}
