import { body, matchedData } from 'express-validator';
import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { validateRoles } from '../../accounts/roles';
import {
  CROSS_ORIGIN,
  INVALID,
  LAST_ADMIN,
  NOT_FOUND,
  NOT_FRESH_ADMIN,
  NO_ADMIN,
  TOO_LARGE,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Replaces the roles; the person's client refreshes and goes on with them. */
export const setRoles: Endpoint<AccountChanges> = {
  method: 'put',
  path: '/api/users/{id}/roles',
  idForm: ACCOUNT_ID_PATTERN,
  summary: "Replace the roles; the person's client refreshes and goes on with them",
  body: 'Roles',
  success: { status: 200, schema: 'Account' },
  failures: {
    400: `${INVALID}, ${TOO_LARGE}, \`malformed_json\``,
    401: NOT_FRESH_ADMIN,
    403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
    404: NOT_FOUND,
    409: LAST_ADMIN,
  },
  handlers: (parts) =>
    adminAct(parts, [rolesField()], async function setRoles(req, res, admin) {
      const { roles } = matchedData<{ roles: string[] }>(req);
      res.send(await changeAccount(parts, req, admin, { kind: 'set_roles', roles }));
    }),
  onFailure: reportRefusedAct,
};

function rolesField() {
  return body('roles')
    .custom((roles) => Array.isArray(roles) && roles.every((role) => typeof role === 'string'))
    .withMessage('`roles` must be a list of strings.')
    .bail()
    .custom((roles: string[]) => {
      const fault = validateRoles(roles);
      if (fault !== undefined) throw new Error(`Give other roles: ${fault}.`);
      return true;
    });
}
