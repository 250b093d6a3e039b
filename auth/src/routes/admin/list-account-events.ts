import { matchedData } from 'express-validator';
import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import type { Activity } from '../../events/activity';
import { INVALID, NOT_FOUND, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, readPage, type Page } from '../fields/paging';
import { known } from '../views/account';
import { toEventView } from '../views/events';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

/** What happened to an account, the newest first, with who did it. */
export const listAccountEvents: Endpoint<AdminRouteParts & { readonly activity: Activity }> = {
  method: 'get',
  path: '/api/users/{id}/events',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'What happened to an account, the newest first, a page at a time',
  query: { after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'AccountEvents' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN, 404: NOT_FOUND },
  handlers: (parts) =>
    adminRoute(parts, pageFields(), async function listAccountEvents(req, res) {
      const { id } = known(await parts.accounts.find(req.params.id));
      const { items, next } = await readPage(matchedData<Page>(req), (page) =>
        parts.activity.listAll(id, page),
      );
      res.send({ events: items.map(toEventView), next });
    }),
  onFailure: reportRefusedAct,
};
