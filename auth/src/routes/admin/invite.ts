import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { ADMIN } from '../../accounts/roles';
import { SignUpClosedError } from '../../errors';
import { invitationLink } from '../../invitations/invitation-link';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { newEmailField } from '../fields/account-fields';
import { toInvitation } from '../views/invitation';
import { liveAdmin } from '../../authentication/live-admin';

/**
 * POST /api/users/invitations: lets the person of an address sign up, once, within 72 hours. An earlier invitation of the
 * address ends.
 * @throws SignUpClosedError (403 `sign_up_closed`) with SIGN_UP=closed, AccountExistsError (409 `email_in_use`)
 */
export function invite(services: Services): RequestHandler[] {
  const { audit, authentication, events, invitations, publicUrl, signUpMode } = services;

  return [
    authentication.requireRole(ADMIN),
    newEmailField(),
    validateRequest,
    async function invite(req, res) {
      const email = normalizeEmail(matchedData<{ email: string }>(req).email);
      const admin = await liveAdmin(services, req);
      if (signUpMode === 'closed') {
        throw new SignUpClosedError('Nobody can sign up here, invited or not. Set SIGN_UP=invite first.');
      }
      const prepared = await invitations.prepare(email, admin.id);
      const { invitation, token } = prepared;
      const entry = {
        actor: admin.id,
        action: 'invite',
        target: invitation.id,
        details: {},
        from: addressOf(req),
      } as const;
      await audit.record(entry, () => invitations.open(prepared));
      events.record(req, { event: 'invited', account: invitation.id, email, actor: admin.id });
      res.status(201).send({ ...toInvitation(invitation), token, link: invitationLink(publicUrl, token) });
    },
  ];
}
