import { matchedData } from 'express-validator';
import { renamePasskey } from '../../authentication/change-passkeys';
import { PASSKEY_ID_FORM } from '../../accounts/factors';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { PasskeyProof } from '../../authentication/prove-passkey';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import {
  CROSS_ORIGIN,
  INVALID_BODY,
  NOT_FOUND,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { passkeyNameField } from '../fields/passkey-fields';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';
import { toPasskeyView } from '../views/factors';

/** Gives a passkey another name. */
export const renameOwnPasskey: Endpoint<LiveSessions & PasskeyProof & { readonly limits: Limits }> = {
  method: 'patch',
  path: '/api/users/factors/passkeys/{id}',
  idForm: PASSKEY_ID_FORM,
  summary: 'Give a passkey another name',
  body: 'PasskeyName',
  success: { status: 200, schema: 'Passkey' },
  failures: {
    400: INVALID_BODY,
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    404: NOT_FOUND,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function renameOwnPasskey(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [passkeyNameField()]);
      const { name } = matchedData<{ name: string }>(req);
      const live = await liveSession(parts, req);
      res.send(toPasskeyView(await renamePasskey(parts, live, req.params.id, name)));
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
