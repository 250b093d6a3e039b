import { matchedData } from 'express-validator';
import type { SessionRecognition } from '../../authentication/browser-session';
import type { MailLinks } from '../../authentication/mail-links';
import { forgetOwnSession } from '../../authentication/own-browser';
import { hashPassword } from '../../credentials/password/password-hash';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import type { Events } from '../../events/events';
import { addressOf } from '../../http/client';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { newPasswordField, requireGoodPassword } from '../fields/account-fields';
import { mailTokenField } from '../fields/mail-token-field';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailure } from '../middleware/report-failure';

interface ResetParts extends Hashing, SessionRecognition {
  readonly mailLinks: MailLinks;
  readonly events: Events;
  readonly validatePassword: PasswordPolicy;
}

/** Sets a new password by the link of a mail, and ends all sessions. It opens none: the next sign-in asks for all that is due. */
export const resetPassword: Endpoint<ResetParts> = {
  method: 'post',
  path: '/api/users/password/reset',
  summary: 'Set a new password by the token of a mail; all sessions end, and none begins',
  body: 'PasswordReset',
  proof: 'none',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_token`: used, too old, replaced or unknown',
    403: CROSS_ORIGIN,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    hashingRoute(parts, fieldsOf(parts), async function resetPassword(req, res, hash) {
      const { token, password } = matchedData<{ token: string; password: string }>(req);
      await parts.limits.countRequest(addressOf(req));
      const account = await parts.mailLinks.resetPassword(req, token, async ({ email }) => {
        await requireGoodPassword(req, 'password', parts.validatePassword, email);
        return hash(() => hashPassword(password));
      });
      await forgetOwnSession(parts, req, res, account);
      parts.events.record(req, { event: 'password_reset', account: account.id });
      res.send({});
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'password_reset_failed'),
};

/** Whose password it is to be tells the token, so the context of the account is judged later. */
function fieldsOf({ validatePassword }: ResetParts) {
  return [mailTokenField(), newPasswordField('password', validatePassword, () => undefined)];
}
