import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Removes all factors of a person who has lost them, and signs the person out. The next factor needs a code. */
export const resetFactors: Endpoint<AccountChanges> = {
  method: 'delete',
  path: '/api/users/{id}/factors',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Remove all second factors and passkeys of a person who has lost them; all sessions end',
  success: { status: 200, schema: 'Account' },
  failures: { 401: NOT_FRESH_ADMIN, 403: `${NO_ADMIN}, ${CROSS_ORIGIN}`, 404: NOT_FOUND },
  handlers: (parts) =>
    adminAct(parts, [], async function resetFactors(req, res, admin) {
      res.send(await changeAccount(parts, req, admin, { kind: 'reset_factors' }));
    }),
  onFailure: reportRefusedAct,
};
