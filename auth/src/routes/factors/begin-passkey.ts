import { matchedData } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { beginRegistration, type PasskeyRegistration } from '../../authentication/register-passkey';
import { addressOf } from '../../http/client';
import {
  CROSS_ORIGIN,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
  NO_FACTOR_CODE,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailCodeField } from '../fields/mail-code-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';

/** Begins the registration of a passkey, in this browser and session. */
export const beginPasskey: Endpoint<LiveSessions & PasskeyRegistration> = {
  method: 'post',
  path: '/api/users/factors/passkeys/options',
  summary: 'Begin to add a passkey: the options for `navigator.credentials.create`',
  body: 'FactorCode',
  success: { status: 200, schema: 'PasskeyCreationOptions' },
  failures: {
    400: '`validation_failed`, `invalid_code`, `malformed_json`',
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: `\`email_not_verified\`; ${NO_FACTOR_CODE}; ${CROSS_ORIGIN}`,
    409: '`too_many_passkeys`: there are 20',
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function beginPasskey(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [mailCodeField().optional()]);
      const { code } = matchedData<{ code?: string }>(req);
      res.send(await beginRegistration(parts, req, res, await liveSession(parts, req), code));
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
