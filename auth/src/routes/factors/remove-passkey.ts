import { removePasskey, type PasskeyRemoval } from '../../authentication/change-passkeys';
import { PASSKEY_ID_FORM } from '../../accounts/factors';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import {
  CROSS_ORIGIN,
  LAST_CREDENTIAL,
  NOT_FOUND,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { reportFailureOf } from '../middleware/report-failure';

/** Removes a passkey; with the last factor, the second factor is off. */
export const removeOwnPasskey: Endpoint<LiveSessions & PasskeyRemoval & { readonly limits: Limits }> = {
  method: 'delete',
  path: '/api/users/factors/passkeys/{id}',
  idForm: PASSKEY_ID_FORM,
  summary: 'Remove a passkey; what sessions have proven with a factor ends',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    404: NOT_FOUND,
    409: LAST_CREDENTIAL,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function removeOwnPasskey(req, res) {
      await parts.limits.countRequest(addressOf(req));
      const live = await liveSession(parts, req);
      await removePasskey(parts, req, res, live, req.params.id);
      res.send({});
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
