import { NotAuthorizedError, validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { Services } from '../services';
import { addressOf } from './support/client';
import { knownPasswordField } from './support/fields';
import { liveSession } from './support/live-session';

/** DELETE /api/users/me: deletes one's own account; all its sessions and access tokens end. */
export function deleteAccount(services: Services): RequestHandler[] {
  const { accounts, sessions, authentication, audit, cookies, events, limits } = services;

  return [
    authentication.requireAuth,
    knownPasswordField('password'),
    validateRequest,
    async function deleteAccount(req, res) {
      const { password } = matchedData<{ password: string }>(req);
      const { account, session } = await liveSession(services, req);
      const { id, email } = account;
      const from = addressOf(req);
      await limits.countRequest(from);
      await limits.attempt(email, from, () => accounts.checkPassword(account, password));
      const entry = { actor: id, action: 'delete_account', target: id, details: {}, from } as const;
      await audit.record(entry, async () => {
        if (!(await accounts.delete(account))) throw new NotAuthorizedError('token_revoked');
      });
      events.record(req, { event: 'account_deleted', account: id, sid: session.id });
      // They are dead already; where this fails, the sweeper removes what they tell of the person.
      await sessions
        .removeAll(id)
        .catch((err: Error) =>
          req.log.warn({ err }, 'sessions of a deleted account are left to the sweeper'),
        );
      if (await cookies.areFree(req, session.id)) cookies.clear(req, res);
      res.send({});
    },
  ];
}
