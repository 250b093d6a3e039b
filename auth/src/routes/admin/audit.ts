import { matchedData } from 'express-validator';
import type { Audit } from '../../events/audit';
import { INVALID, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { idQuery, pageFields, readPage, type Page } from '../fields/paging';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

/** Who did what to whom, the newest first; `user` is either of them. */
export const audit: Endpoint<AdminRouteParts & { readonly audit: Audit }> = {
  method: 'get',
  path: '/api/users/audit',
  summary: 'Who did what to whom, the newest first, a page at a time; `user` is either of them',
  query: { user: 'optional', after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'AuditTrail' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN },
  handlers: (parts) =>
    adminRoute(
      parts,
      [idQuery('user', 'Give the id of an account.'), ...pageFields()],
      async function audit(req, res) {
        const { user, ...page } = matchedData<Page & { user?: string }>(req);
        const { items, next } = await readPage(page, (query) => parts.audit.list({ user, ...query }));
        res.send({ entries: items, next });
      },
    ),
  onFailure: reportRefusedAct,
};
