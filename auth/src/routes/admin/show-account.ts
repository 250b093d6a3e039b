import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { NOT_FOUND, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { known, toAccountView } from '../views/account';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

/** One account, as admins see it. */
export const showAccount: Endpoint<AdminRouteParts> = {
  method: 'get',
  path: '/api/users/{id}',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'One account',
  success: { status: 200, schema: 'Account' },
  failures: { 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN, 404: NOT_FOUND },
  handlers: (parts) =>
    adminRoute(parts, [], async function showAccount(req, res) {
      res.send(toAccountView(known(await parts.accounts.find(req.params.id))));
    }),
  onFailure: reportRefusedAct,
};
