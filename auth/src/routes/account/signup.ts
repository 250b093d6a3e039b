import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { SignUpClosedError } from '../../errors';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { newEmailField, newPasswordField, type Credentials } from '../fields/account-fields';
import { hashingRoute } from '../middleware/hashing-route';
import { completeSignIn } from '../../authentication/complete-sign-in';
import { toPerson } from '../views/current-user';
import { signUpInvited } from '../../authentication/sign-up-invited';
import { textField } from '../fields/text-field';

/** More than the token of an invitation has. */
const MAX_INVITATION_UNITS = 128;

const CLOSED = {
  closed: 'Sign-up is closed. Sign in if you have an account.',
  invite: 'Sign-up is by invitation. Open the link of your invitation, or ask for one.',
} as const;

/** POST /api/users/signup: makes an account and signs it in. */
export function signup(services: Services): RequestHandler[] {
  const { accounts, limits, faultOfPassword } = services;
  const fields = [
    newEmailField(),
    newPasswordField('password', faultOfPassword, (req) => (req.body as Partial<Credentials>).email),
    invitationField(),
  ];

  return [
    refuseWhereClosed(services),
    hashingRoute(services, fields, async function signup(req, res, hash) {
      const { email, password, invitation } = matchedData<Credentials & { invitation?: string }>(req);
      await limits.countRequest(addressOf(req));
      const account =
        invitation === undefined
          ? await accounts.signUp(email, password, hash)
          : await signUpInvited(services, req, { email, password, invitation }, hash);
      const session = await completeSignIn(services, req, res, account);
      services.events.record(req, {
        event: 'account_created',
        account: account.id,
        email: normalizeEmail(email),
        sid: session.id,
      });
      res.status(201).send(toPerson(account));
    }),
  ];
}

/**
 * Refuses before anything is looked up, so that the answer and its time tell nothing of accounts. What is refused here is
 * counted as any sign-up.
 */
function refuseWhereClosed({ limits, signUpMode }: Services): RequestHandler {
  return async function refuseWhereClosed(req, _res, next) {
    const { invitation } = (req.body ?? {}) as { invitation?: unknown };
    if (signUpMode === 'open' || (signUpMode === 'invite' && invitation !== undefined)) return next();
    await limits.countRequest(addressOf(req));
    throw new SignUpClosedError(CLOSED[signUpMode]);
  };
}

/** Whether it is a good one only its hash tells. */
function invitationField() {
  return textField(
    body('invitation').optional(),
    MAX_INVITATION_UNITS,
    'Give the invitation as it is in its link.',
  );
}
