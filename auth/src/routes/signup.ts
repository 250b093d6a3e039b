import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { Services } from '../services';
import { addressOf } from './support/client';
import { emailField, newPasswordField, type Credentials } from './support/fields';
import { openSession } from './support/open-session';
import { toPerson } from './support/person';

/** POST /api/users/signup: makes an account and signs it in. */
export function signup(services: Services): RequestHandler[] {
  const { accounts, limits, faultOfPassword } = services;

  return [
    emailField(),
    newPasswordField('password', faultOfPassword),
    validateRequest,
    async function signup(req, res) {
      const { email, password } = matchedData<Credentials>(req);
      await limits.countRequest(addressOf(req));
      const account = await accounts.signUp(email, password);
      const { session } = await openSession(services, req, res, account);
      services.events.record(req, { event: 'account_created', account: account.id, email, sid: session.id });
      res.status(201).send(toPerson(account));
    },
  ];
}
