import { renewRecoveryCodes as renew, type FactorChanges } from '../../authentication/change-second-factor';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, NO_FACTOR, NOT_FRESH_FACTORS, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { reportFailureOf } from '../middleware/report-failure';

/** Makes recovery codes. */
export const renewRecoveryCodes: Endpoint<LiveSessions & FactorChanges & { readonly limits: Limits }> = {
  method: 'post',
  path: '/api/users/factors/recovery-codes',
  summary: 'Make ten recovery codes, which are shown this once; those of before end',
  success: { status: 200, schema: 'RecoveryCodes' },
  failures: {
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    409: NO_FACTOR,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function renewRecoveryCodes(req, res) {
      await parts.limits.countRequest(addressOf(req));
      res.send({ recoveryCodes: await renew(parts, req, await liveSession(parts, req)) });
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
