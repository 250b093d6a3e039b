import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { liveAdmin } from '../../authentication/live-admin';
import { idQuery, pageFields, readPage, type Page } from '../fields/paging';

/** GET /api/users/audit?user=&after=&limit=: who did what to whom, the newest first; `user` is either of them. */
export function audit(services: Services): RequestHandler[] {
  return [
    services.authentication.requireRole(ADMIN),
    idQuery('user', 'Give the id of a user.'),
    ...pageFields(),
    validateRequest,
    async function audit(req, res) {
      const { user, ...page } = matchedData<Page & { user?: string }>(req);
      await liveAdmin(services, req);
      const { items, next } = await readPage(page, (query) => services.audit.list({ user, ...query }));
      res.send({ entries: items, next });
    },
  ];
}
