import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { isBanned } from '../accounts/account';
import { BannedError } from '../errors';
import type { Services } from '../services';
import { addressOf } from './support/client';
import { emailField, knownPasswordField, type Credentials } from './support/fields';
import { openSession } from './support/open-session';
import { toPerson } from './support/person';

/** POST /api/users/signin: checks a password and starts a session. */
export function signin(services: Services): RequestHandler[] {
  const { accounts, limits } = services;

  return [
    emailField(),
    knownPasswordField('password'),
    validateRequest,
    async function signin(req, res) {
      const { email, password } = matchedData<Credentials>(req);
      await limits.countRequest(addressOf(req));
      const account = await limits.attempt(email, addressOf(req), () => accounts.signIn(email, password));
      // Only whoever knows the password learns of the ban.
      if (isBanned(account)) throw new BannedError();
      const { session } = await openSession(services, req, res, account);
      services.events.record(req, { event: 'signed_in', account: account.id, email, sid: session.id });
      res.send(toPerson(account));
    },
  ];
}
