import { NotFoundError } from '@latchkey/common';
import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { eventOf, type Acts } from '../../events/acts';
import { addressOf } from '../../http/client';
import type { Invitations } from '../../invitations/invitations';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct, type AdminRouteParts } from './admin-route';

interface RemovalParts extends AdminRouteParts {
  readonly acts: Acts;
  readonly invitations: Invitations;
}

/** Ends an invitation. Once this has answered 200, nobody can sign up with it. */
export const removeInvitation: Endpoint<RemovalParts> = {
  method: 'delete',
  path: '/api/users/invitations/{id}',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Remove an invitation, so that it cannot be used any more',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    401: NOT_FRESH_ADMIN,
    403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
    404: `${NOT_FOUND}, also when it has become an account`,
  },
  handlers: (parts) =>
    adminAct(parts, [], async function removeInvitation(req, res, admin) {
      const { acts, events, invitations } = parts;
      const { id } = (await invitations.find(req.params.id)) ?? notOpen();
      const act = {
        actor: admin.id,
        action: 'remove_invitation',
        target: id,
        details: {},
        from: addressOf(req),
      } as const;
      await acts.attempt(act, async () => {
        if (!(await invitations.withdraw(id, [{ event: eventOf(act) }]))) notOpen();
      });
      events.record(req, { event: 'invitation_removed', account: id, actor: admin.id });
      res.send({});
    }),
  onFailure: reportRefusedAct,
};

function notOpen(): never {
  throw new NotFoundError(
    'There is no open invitation with this id. If it was used, there is an account with the same id.',
  );
}
