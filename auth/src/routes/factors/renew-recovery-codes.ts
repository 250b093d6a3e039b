import { renewRecoveryCodes as renew, type FactorChanges } from '../../authentication/change-second-factor';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { CROSS_ORIGIN, NO_FACTOR, NOT_FRESH_FACTORS, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';

/** Makes recovery codes. */
export const renewRecoveryCodes: Endpoint<LiveSessions & FactorChanges> = {
  method: 'post',
  path: '/api/users/factors/recovery-codes',
  summary: 'Make ten recovery codes, which are shown this once; those of before end',
  success: { status: 200, schema: 'RecoveryCodes' },
  failures: { 401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`, 403: CROSS_ORIGIN, 409: NO_FACTOR },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function renewRecoveryCodes(req, res) {
      res.send({ recoveryCodes: await renew(parts, req, await liveSession(parts, req)) });
    },
  ],
};
