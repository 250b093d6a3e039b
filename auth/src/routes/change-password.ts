import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { Services } from '../services';
import { addressOf } from './support/client';
import { knownPasswordField, newPasswordField } from './support/fields';
import { liveSession } from './support/live-session';
import { openSession } from './support/open-session';
import { toPerson } from './support/person';

interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** POST /api/users/password: changes the password; all sessions end, and this browser gets a new one. */
export function changePassword(services: Services): RequestHandler[] {
  const { accounts, authentication, cookies, limits, faultOfPassword } = services;

  return [
    authentication.requireAuth,
    knownPasswordField('currentPassword'),
    newPasswordField('newPassword', faultOfPassword),
    validateRequest,
    async function changePassword(req, res) {
      const { currentPassword, newPassword } = matchedData<PasswordChange>(req);
      const { account, session } = await liveSession(services, req);
      await limits.countRequest(addressOf(req));
      // This session outlives the write, so that a fault before the next one does not sign this browser out.
      const changed = await limits.attempt(account.email, addressOf(req), () =>
        accounts.changePassword(account, currentPassword, newPassword, session.id),
      );
      if (await cookies.areFree(req, session.id)) await openSession(services, req, res, changed, session.id);
      res.send(toPerson(changed));
    },
  ];
}
