import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { openInvitation } from '../../administration/open-invitation';
import type { Acts } from '../../events/acts';
import { addressOf } from '../../http/client';
import { invitationLink, type SignUpPage } from '../../invitations/invitation-link';
import type { Invitations } from '../../invitations/invitations';
import { CROSS_ORIGIN, INVALID_BODY, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { newEmailField } from '../fields/account-fields';
import { toInvitationView } from '../views/invitation';
import { adminAct, reportRefusedAct, type AdminRouteParts } from './admin-route';

interface InvitationParts extends AdminRouteParts {
  readonly acts: Acts;
  readonly invitations: Invitations;
  readonly signUpPage: SignUpPage;
  readonly signUpMode: 'open' | 'invite' | 'closed';
}

/** Lets the person of an address sign up, once, within 72 hours. An earlier invitation of the address ends. */
export const invite: Endpoint<InvitationParts> = {
  method: 'post',
  path: '/api/users/invitations',
  summary: 'Let the person of an address sign up, once, within 72 hours; an earlier invitation of it ends',
  body: 'InvitationRequest',
  success: { status: 201, schema: 'NewInvitation' },
  failures: {
    400: INVALID_BODY,
    401: NOT_FRESH_ADMIN,
    403: `${NO_ADMIN}; \`sign_up_closed\`: SIGN_UP=closed; ${CROSS_ORIGIN}`,
    409: '`email_in_use`: there is an account',
  },
  handlers: (parts) =>
    adminAct(parts, [newEmailField()], async function invite(req, res, admin) {
      const { events, invitations, signUpPage } = parts;
      const email = normalizeEmail(matchedData<{ email: string }>(req).email);
      const prepared = invitations.prepare(email, admin.id);
      const { invitation, token } = prepared;
      await openInvitation(parts, prepared, { actor: admin.id, from: addressOf(req) });
      events.record(req, { event: 'invited', account: invitation.id, email, actor: admin.id });
      res
        .status(201)
        .send({ ...toInvitationView(invitation), token, link: invitationLink(signUpPage, token) });
    }),
  onFailure: reportRefusedAct,
};
