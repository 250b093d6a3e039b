import { matchedData } from 'express-validator';
import { beginTotp as begin, type TotpAddition } from '../../authentication/add-totp';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { addressOf } from '../../http/client';
import {
  CROSS_ORIGIN,
  NO_FACTOR_CODE,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailCodeField } from '../fields/mail-code-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';

/** Begins to add an authenticator app. */
export const beginTotp: Endpoint<LiveSessions & TotpAddition> = {
  method: 'post',
  path: '/api/users/factors/totp',
  summary:
    'Make the secret of an authenticator app, which is added once it has shown a code within 10 minutes',
  body: 'FactorCode',
  success: { status: 201, schema: 'TotpSecret' },
  failures: {
    400: '`validation_failed`, `invalid_code`, `malformed_json`',
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: `\`email_not_verified\`; ${NO_FACTOR_CODE}; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function beginTotp(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [mailCodeField().optional()]);
      const { code } = matchedData<{ code?: string }>(req);
      res.status(201).send(await begin(parts, req, await liveSession(parts, req), code));
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
