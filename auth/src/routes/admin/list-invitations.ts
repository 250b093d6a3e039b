import { matchedData } from 'express-validator';
import type { Invitations } from '../../invitations/invitations';
import { INVALID, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, readPage, type Page } from '../fields/paging';
import { toInvitationView } from '../views/invitation';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

/** The open invitations, the oldest first. */
export const listInvitations: Endpoint<AdminRouteParts & { readonly invitations: Invitations }> = {
  method: 'get',
  path: '/api/users/invitations',
  summary: 'The open invitations, the oldest first, a page at a time',
  query: { after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'Invitations' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN },
  handlers: (parts) =>
    adminRoute(parts, pageFields(), async function listInvitations(req, res) {
      const page = matchedData<Page>(req);
      const { items, next } = await readPage(page, (query) => parts.invitations.list(query));
      res.send({ invitations: items.map(toInvitationView), next });
    }),
  onFailure: reportRefusedAct,
};
