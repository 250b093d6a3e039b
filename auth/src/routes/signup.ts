import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import { SignUpClosedError } from '../errors';
import type { Services } from '../services';
import { addressOf } from './support/client';
import { emailField, newPasswordField, type Credentials } from './support/fields';
import { openSession } from './support/open-session';
import { toPerson } from './support/person';
import { signUpInvited } from './support/sign-up-invited';

/** POST /api/users/signup: makes an account and signs it in. */
export function signup(services: Services): RequestHandler[] {
  const { accounts, limits, faultOfPassword, signUpMode } = services;

  return [
    async function countRequest(req, _res, next) {
      await limits.countRequest(addressOf(req));
      next();
    },
    refuseWhereClosed(signUpMode),
    emailField(),
    newPasswordField('password', faultOfPassword),
    invitationField(),
    validateRequest,
    async function signup(req, res) {
      const { email, password, invitation } = matchedData<Credentials & { invitation?: string }>(req);
      const account =
        invitation === undefined
          ? await accounts.signUp(email, password)
          : await signUpInvited(services, { email, password, invitation, from: addressOf(req) });
      const { session } = await openSession(services, req, res, account);
      services.events.record(req, { event: 'account_created', account: account.id, email, sid: session.id });
      res.status(201).send(toPerson(account));
    },
  ];
}

/** Refuses before anything is looked up, so that the answer and its time tell nothing of accounts. */
function refuseWhereClosed(mode: Services['signUpMode']): RequestHandler {
  return function refuseWhereClosed(req, _res, next) {
    if (mode === 'closed') throw new SignUpClosedError('Sign-up is closed. Sign in if you have an account.');
    const { invitation } = (req.body ?? {}) as { invitation?: unknown };
    if (mode === 'invite' && invitation === undefined) {
      throw new SignUpClosedError(
        'Sign-up is by invitation. Open the link of your invitation, or ask for one.',
      );
    }
    next();
  };
}

/** Whether it is a good one only its hash tells. */
function invitationField() {
  return body('invitation', 'Give the invitation as it is in its link.')
    .optional()
    .isString()
    .isLength({ max: 128 });
}
