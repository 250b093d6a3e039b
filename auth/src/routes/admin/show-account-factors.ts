import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { NOT_FOUND, NOT_SIGNED_IN_ADMIN, NO_ADMIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { known } from '../views/account';
import { toFactorsView } from '../views/factors';
import { adminRoute, reportRefusedAct, type AdminRouteParts } from './admin-route';

/** Which factors an account has, without secrets. */
export const showAccountFactors: Endpoint<AdminRouteParts> = {
  method: 'get',
  path: '/api/users/{id}/factors',
  idForm: ACCOUNT_ID_PATTERN,
  summary: 'Which second factors and passkeys an account has',
  success: { status: 200, schema: 'OwnFactors' },
  failures: { 401: NOT_SIGNED_IN_ADMIN, 403: NO_ADMIN, 404: NOT_FOUND },
  handlers: (parts) =>
    adminRoute(parts, [], async function showAccountFactors(req, res) {
      res.send(toFactorsView(known(await parts.accounts.find(req.params.id))));
    }),
  onFailure: reportRefusedAct,
};
