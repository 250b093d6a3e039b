import { matchedData } from 'express-validator';
import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { INVALID, NOT_FOUND, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, sessionPositionQuery, type Page } from '../fields/paging';
import { sessionPage } from '../session/session-page';
import { known } from '../views/account';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

/** The devices that a person is signed in on, the last sign-in first. */
export const listAccountSessions: Endpoint<AdminRouteParts> = {
  method: 'get',
  path: '/api/users/{id}/sessions',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'The devices on which a person is signed in, the last sign-in first, a page at a time',
  query: { after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'Sessions' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN, 404: NOT_FOUND },
  handlers: (parts) =>
    adminRoute(parts, pageFields(sessionPositionQuery()), async function listAccountSessions(req, res, live) {
      const account = known(await parts.accounts.find(req.params.id));
      res.send(await sessionPage(parts.sessions, account, live.session, matchedData<Page>(req)));
    }),
  onFailure: reportRefusedAct,
};
