import type { CustomClaims } from '@latchkey/common';
import { body, matchedData } from 'express-validator';
import { ACCOUNT_ID_PATTERN } from '../../accounts/account-id';
import { validateClaims } from '../../accounts/custom-claims';
import {
  CROSS_ORIGIN,
  INVALID,
  NOT_FOUND,
  NOT_FRESH_ADMIN,
  NO_ADMIN,
  TOO_LARGE,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { adminAct, reportRefusedAct } from './admin-route';
import { changeAccount, type AccountChanges } from './change-account';

/** Replaces the claims, `{}` removes them; the person's client refreshes and goes on with them. */
export const setClaims: Endpoint<AccountChanges> = {
  method: 'put',
  path: '/api/users/{id}/claims',
  idForm: ACCOUNT_ID_PATTERN,
  summary: "Replace the claims, {} removes them; the person's client refreshes and goes on with them",
  body: 'Claims',
  success: { status: 200, schema: 'Account' },
  failures: {
    400: `${INVALID}, ${TOO_LARGE}, \`malformed_json\``,
    401: NOT_FRESH_ADMIN,
    403: `${NO_ADMIN}, ${CROSS_ORIGIN}`,
    404: NOT_FOUND,
  },
  handlers: (parts) =>
    adminAct(parts, [claimsField()], async function setClaims(req, res, admin) {
      const { claims } = matchedData<{ claims: CustomClaims }>(req);
      res.send(await changeAccount(parts, req, admin, { kind: 'set_claims', claims }));
    }),
  onFailure: reportRefusedAct,
};

function claimsField() {
  return body('claims').custom((claims: unknown) => {
    const fault = validateClaims(claims);
    if (fault !== undefined) throw new Error(`Give other claims: ${fault}.`);
    return true;
  });
}
