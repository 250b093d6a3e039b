import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import { ADMIN, validateRoles } from '../../accounts/roles';
import type { Services } from '../../services';
import { changeUser } from './change-account';

/** PUT /api/users/:id/roles: replaces the roles; the person's client refreshes and goes on with them. */
export function setRoles(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    rolesField(),
    validateRequest,
    async function setRoles(req, res) {
      const { roles } = matchedData<{ roles: string[] }>(req);
      res.send(await changeUser(services, req, { kind: 'set_roles', roles }));
    },
  ];
}

function rolesField() {
  return body('roles')
    .custom((roles) => Array.isArray(roles) && roles.every((role) => typeof role === 'string'))
    .withMessage('Give the roles as a list of texts.')
    .bail()
    .custom((roles: string[]) => {
      const fault = validateRoles(roles);
      if (fault !== undefined) throw new Error(`Give other roles: ${fault}.`);
      return true;
    });
}
