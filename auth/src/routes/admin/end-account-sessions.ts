import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Signs a person out on every device; they can sign in again. */
export const endAccountSessions: Endpoint<AccountChanges> = {
  method: 'delete',
  path: '/api/users/{id}/sessions',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Sign a person out on every device; they can sign in again',
  success: { status: 200, schema: 'Account' },
  failures: { 401: NOT_FRESH_ADMIN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: NOT_FOUND },
  handlers: (parts) =>
    adminAct(parts, [], async function endAccountSessions(req, res, admin) {
      res.send(await changeAccount(parts, req, admin, { kind: 'end_sessions' }));
    }),
  onFailure: reportRefusedAct,
};
