import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { toInvitation } from '../views/invitation';
import { liveAdmin } from '../../authentication/live-admin';
import { pageFields, readPage, type Page } from '../fields/paging';

/** GET /api/users/invitations?after=&limit=: the open invitations, the oldest first. */
export function listInvitations(services: Services): RequestHandler[] {
  return [
    services.authentication.requireRole(ADMIN),
    ...pageFields(),
    validateRequest,
    async function listInvitations(req, res) {
      const page = matchedData<Page>(req);
      await liveAdmin(services, req);
      const { items, next } = await readPage(page, (query) => services.invitations.list(query));
      res.send({ invitations: items.map(toInvitation), next });
    },
  ];
}
