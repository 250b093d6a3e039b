import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { matchedData } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { registerPasskey, type PasskeyRegistration } from '../../authentication/register-passkey';
import { parseRegistration } from '../../credentials/passkeys/credential-json';
import { addressOf } from '../../http/client';
import {
  CROSS_ORIGIN,
  NO_CEREMONY,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { credentialField, passkeyNameField } from '../fields/passkey-fields';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';
import { toPasskeyView } from '../views/factors';

interface Body {
  readonly credential: RegistrationResponseJSON;
  readonly name?: string;
}

/** Adds the passkey that the browser has made. It turns no second factor on by itself. */
export const addPasskey: Endpoint<LiveSessions & PasskeyRegistration> = {
  method: 'post',
  path: '/api/users/factors/passkeys',
  summary: 'Add the passkey that the browser has made',
  body: 'NewPasskey',
  success: { status: 201, schema: 'AddedPasskey' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_passkey`: anything of it is wrong, or another account has it',
    401: `${NO_CEREMONY}; ${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: `\`email_not_verified\`; \`factor_code_required\`; ${CROSS_ORIGIN}`,
    409: '`too_many_passkeys`: there are 20',
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function addPasskey(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [credentialField(parseRegistration), passkeyNameField().optional()]);
      const { credential, name } = matchedData<Body>(req);
      const live = await liveSession(parts, req);
      const added = await registerPasskey(parts, req, res, live, credential, name);
      const { passkey, recoveryCodes } = added;
      res.status(201).send({ passkey: toPasskeyView(passkey), recoveryCodes });
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
