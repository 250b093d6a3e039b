import { NotAuthorizedError } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { confirmPassword } from '../../authentication/confirm-password';
import { knownPasswordField } from '../fields/account-fields';
import { hashingRoute } from '../middleware/hashing-route';
import { liveSession } from '../../authentication/live-session';

/** DELETE /api/users/me: deletes one's own account; all its sessions and access tokens end. */
export function deleteAccount(services: Services): RequestHandler[] {
  const { accounts, sessions, authentication, audit, cookies, events } = services;

  return [
    authentication.requireAuth,
    hashingRoute(services, [knownPasswordField('password')], async function deleteAccount(req, res, hash) {
      const { password } = matchedData<{ password: string }>(req);
      const live = await liveSession(services, req);
      const { account, session } = live;
      const { id } = account;
      await confirmPassword(services, req, live, () => accounts.checkPassword(account, password, hash));
      const entry = {
        actor: id,
        action: 'delete_account',
        target: id,
        details: {},
        from: addressOf(req),
      } as const;
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
    }),
  ];
}
