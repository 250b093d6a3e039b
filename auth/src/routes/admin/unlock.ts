import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Forgets failed sign-ins, so that the person can sign in on a new device. */
export const unlock: Endpoint<AccountChanges> = {
  method: 'post',
  path: '/api/users/{id}/unlock',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Forget failed sign-ins of others, so that the person can sign in on a new device',
  success: { status: 200, schema: 'Account' },
  failures: { 401: NOT_FRESH_ADMIN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: NOT_FOUND },
  handlers: (parts) =>
    adminAct(parts, [], async function unlock(req, res, admin) {
      res.send(await changeAccount(parts, req, admin, { kind: 'unlock' }));
    }),
  onFailure: reportRefusedAct,
};
