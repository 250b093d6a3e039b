import { NotFoundError } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { liveAdmin } from '../../authentication/live-admin';

/**
 * DELETE /api/users/invitations/:id: ends an invitation. Once this has answered 200, nobody can sign up with it.
 * @throws NotFoundError (404) also when it has become an account
 */
export function removeInvitation(services: Services): RequestHandler<{ id: string }>[] {
  const { audit, authentication, events, invitations } = services;

  return [
    authentication.requireRole(ADMIN),
    async function removeInvitation(req, res) {
      const admin = await liveAdmin(services, req);
      const { id } = (await invitations.find(req.params.id)) ?? notOpen();
      const entry = {
        actor: admin.id,
        action: 'remove_invitation',
        target: id,
        details: {},
        from: addressOf(req),
      } as const;
      await audit.record(entry, async () => {
        if (!(await invitations.withdraw(id))) notOpen();
      });
      events.record(req, { event: 'invitation_removed', account: id, actor: admin.id });
      res.send({});
    },
  ];
}

function notOpen(): never {
  throw new NotFoundError(
    'There is no open invitation with this id. If it was used, there is an account with the same id.',
  );
}
