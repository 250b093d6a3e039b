import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import type { MailRequests } from '../../authentication/mail-requests';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, INVALID_BODY, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { emailField } from '../fields/account-fields';
import { mailRequestRoute } from '../middleware/mail-request-route';

interface ForgottenParts {
  readonly limits: Limits;
  readonly mailRequests: MailRequests;
}

/** Asks for a mail with a link that sets a new password. Answer and time are the same for each address. */
export const forgotPassword: Endpoint<ForgottenParts> = {
  method: 'post',
  path: '/api/users/password/forgot',
  summary: 'Ask for a mail with a link to set a new password; the answer is the same for each address',
  body: 'EmailRequest',
  proof: 'none',
  success: { status: 202, schema: 'Nothing' },
  failures: { 400: INVALID_BODY, 403: CROSS_ORIGIN, 429: TOO_MANY },
  handlers: (parts) => [
    mailRequestRoute(parts, [emailField()], async (req) => {
      const { email } = matchedData<{ email: string }>(req);
      await parts.mailRequests.add(req, { kind: 'reset_requested', recipient: normalizeEmail(email) });
    }),
  ],
};
