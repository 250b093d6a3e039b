import { removeTotp as remove, type FactorChanges } from '../../authentication/change-second-factor';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, NOT_FOUND, NOT_FRESH_FACTORS, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { reportFailureOf } from '../middleware/report-failure';

/** Removes the authenticator app. */
export const removeTotp: Endpoint<LiveSessions & FactorChanges & { readonly limits: Limits }> = {
  method: 'delete',
  path: '/api/users/factors/totp',
  summary:
    'Remove the authenticator app: `aal2` ends in all sessions. Where it was the last factor, no second one is asked for any more',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    404: NOT_FOUND,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function removeTotp(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await remove(parts, req, res, await liveSession(parts, req));
      res.send({});
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
