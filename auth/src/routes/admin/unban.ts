import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Lets a person sign in again; the sessions of before the ban stay ended. */
export const unban: Endpoint<AccountChanges> = {
  method: 'delete',
  path: '/api/users/{id}/ban',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Let a person sign in again; the sessions of before the ban stay ended',
  success: { status: 200, schema: 'Account' },
  failures: { 401: NOT_FRESH_ADMIN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: NOT_FOUND },
  handlers: (parts) =>
    adminAct(parts, [], async function unban(req, res, admin) {
      res.send(await changeAccount(parts, req, admin, { kind: 'unban' }));
    }),
  onFailure: reportRefusedAct,
};
