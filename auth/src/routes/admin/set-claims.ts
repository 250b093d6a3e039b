import { validateRequest, type CustomClaims } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import { validateClaims } from '../../accounts/custom-claims';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { changeUser } from './change-account';

/** PUT /api/users/:id/claims: replaces the claims, `{}` removes them; the person's client refreshes and goes on with them. */
export function setClaims(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    claimsField(),
    validateRequest,
    async function setClaims(req, res) {
      const { claims } = matchedData<{ claims: CustomClaims }>(req);
      res.send(await changeUser(services, req, { kind: 'set_claims', claims }));
    },
  ];
}

function claimsField() {
  return body('claims').custom((claims: unknown) => {
    const fault = validateClaims(claims);
    if (fault !== undefined) throw new Error(`Give other claims: ${fault}.`);
    return true;
  });
}
