import { matchedData } from 'express-validator';
import { confirmTotp as confirm, type TotpAddition } from '../../authentication/add-totp';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import {
  CROSS_ORIGIN,
  NO_FACTOR_CODE,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { totpCodeField } from '../fields/factor-code-fields';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';

/** Adds an authenticator app by a code that it shows. */
export const confirmTotp: Endpoint<LiveSessions & TotpAddition> = {
  method: 'post',
  path: '/api/users/factors/totp/confirm',
  summary:
    'Add the authenticator app by a code that it shows; sign-ins need a second factor from then on. One that was there before ends',
  body: 'TotpConfirmation',
  success: { status: 200, schema: 'RecoveryCodes' },
  failures: {
    400: '`validation_failed`, `invalid_code`, `malformed_json`',
    401: `\`ceremony_expired\`: not begun, or more than 10 minutes ago; ${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: `\`email_not_verified\`; ${NO_FACTOR_CODE}; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function confirmTotp(req, res) {
      await requireValid(req, [totpCodeField()]);
      const { code } = matchedData<{ code: string }>(req);
      const live = await liveSession(parts, req);
      res.send({ recoveryCodes: await confirm(parts, req, res, live, code) });
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
