import { matchedData } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import { requireRoomForWayBack } from '../../authentication/email-changes';
import { requireFreshSession } from '../../authentication/fresh-session';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { MailRequests } from '../../authentication/mail-requests';
import type { Limits } from '../../limits/limits';
import {
  CROSS_ORIGIN,
  INVALID_BODY,
  NOT_FRESH_SESSION,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { newEmailField } from '../fields/account-fields';
import { mailRequestRoute } from '../middleware/mail-request-route';

interface ChangeParts extends LiveSessions {
  readonly limits: Limits;
  readonly mailRequests: MailRequests;
}

/** Asks for a mail to another address that the account is to have. The answer does not tell whether an account has it. */
export const requestChange: Endpoint<ChangeParts> = {
  method: 'post',
  path: '/api/users/email',
  summary: 'Ask for a mail to a new email, whose link makes it the email of the account',
  body: 'EmailRequest',
  success: { status: 202, schema: 'Nothing' },
  failures: {
    400: INVALID_BODY,
    401: `${NOT_FRESH_SESSION}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    429: `${TOO_MANY}; also after five changes in 72 hours`,
  },
  handlers: (parts) => [
    mailRequestRoute(parts, [newEmailField()], async (req) => {
      const live = await liveSession(parts, req);
      requireFreshSession(live);
      requireRoomForWayBack(live.account);
      const recipient = normalizeEmail(matchedData<{ email: string }>(req).email);
      const { id: account } = live.account;
      await parts.mailRequests.add(req, { kind: 'email_change_requested', account, recipient });
    }),
  ],
};
