import { matchedData } from 'express-validator';
import type { EmailChanges } from '../../authentication/email-changes';
import type { Events } from '../../events/events';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailTokenField } from '../fields/mail-token-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailure } from '../middleware/report-failure';

interface RestoreParts {
  readonly emailChanges: EmailChanges;
  readonly events: Events;
  readonly limits: Limits;
}

/** Takes a change of the email back by the link that the old one was sent. A reset of the password comes next. */
export const restoreEmail: Endpoint<RestoreParts> = {
  method: 'post',
  path: '/api/users/email/restore',
  summary:
    'Take a change of the email back by the token that the old one was sent; the password and all sessions end',
  body: 'MailToken',
  proof: 'none',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_token`: used, too old or unknown',
    403: CROSS_ORIGIN,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function restoreEmail(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [mailTokenField()]);
      const { token } = matchedData<{ token: string }>(req);
      const { id } = await parts.emailChanges.restore(req, token);
      parts.events.record(req, { event: 'email_restored', account: id });
      res.send({});
    },
  ],
  onFailure: (parts) => reportFailure(parts, 'email_restore_failed'),
};
