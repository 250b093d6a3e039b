import { body, matchedData } from 'express-validator';
import { setSecondFactor as set, type FactorChanges } from '../../authentication/change-second-factor';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import {
  CROSS_ORIGIN,
  INVALID_BODY,
  NO_FACTOR,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';
import { toFactorsView } from '../views/factors';

/** Says whether sign-ins need a second factor. */
export const setSecondFactor: Endpoint<LiveSessions & FactorChanges & { readonly limits: Limits }> = {
  method: 'put',
  path: '/api/users/factors/second',
  summary: 'Say whether a sign-in needs a second factor; the factors themselves stay',
  body: 'SecondFactor',
  success: { status: 200, schema: 'OwnFactors' },
  failures: {
    400: INVALID_BODY,
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    409: NO_FACTOR,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function setSecondFactor(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [
        body('on').isBoolean({ strict: true }).withMessage('Give on as true or false.'),
      ]);
      const { on } = matchedData<{ on: boolean }>(req);
      res.send(toFactorsView(await set(parts, req, await liveSession(parts, req), on)));
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
