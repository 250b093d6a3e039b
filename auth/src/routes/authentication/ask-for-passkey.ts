import type { Request, Response } from 'express';
import { body, matchedData } from 'express-validator';
import { requireProof, type AccountProof } from '../../authentication/account-proof';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { askForPasskey } from '../../authentication/passkey-challenge';
import { findSignIn } from '../../authentication/second-factor';
import { passkeySignInOptions, type PasskeySignIn } from '../../authentication/sign-in-by-passkey';
import { findStepUp, type StepUp } from '../../authentication/step-up';
import { addressOf } from '../../http/client';
import { CROSS_ORIGIN, NO_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { purposeField } from '../fields/purpose-field';
import { requireValid } from '../middleware/mail-request-route';

interface Parts extends AccountProof, LiveSessions, StepUp, PasskeySignIn {}

/**
 * What the browser is to prove with a passkey. Before a sign-in that is the same for everybody, and costs no look at the database:
 * a sign-in page asks for it whenever it is opened.
 */
export const askForPasskeyProof: Endpoint<Parts> = {
  method: 'post',
  path: '/api/users/authentication/passkey/options',
  summary: 'Begin to prove a passkey: the options for `navigator.credentials.get`',
  body: 'PasskeyPurpose',
  proof: 'none',
  success: { status: 200, schema: 'PasskeyRequestOptions' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_passkey`: the account has none',
    401: `${NO_CEREMONY}; of a step-up also ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function askForPasskeyProof(req, res) {
      parts.limits.refuseBlocked(addressOf(req));
      await requireValid(req, [purposeField(body('purpose'), 'passkey', 'sign-in', 'step-up')]);
      const { purpose } = matchedData<{ purpose: keyof typeof OPTIONS }>(req);
      res.send(await OPTIONS[purpose](parts, req, res));
    },
  ],
};

const OPTIONS = {
  passkey: passkeySignInOptions,

  async 'sign-in'(parts: Parts, req: Request) {
    await parts.limits.countRequest(addressOf(req));
    const { account, ceremony } = await findSignIn(parts, req);
    return askForPasskey(parts, account, ceremony);
  },

  async 'step-up'(parts: Parts, req: Request) {
    await parts.limits.countRequest(addressOf(req));
    await requireProof(parts, req);
    const live = await liveSession(parts, req);
    return askForPasskey(parts, live.account, await findStepUp(parts, req, live));
  },
} satisfies Record<string, (parts: Parts, req: Request, res: Response) => Promise<object>>;
