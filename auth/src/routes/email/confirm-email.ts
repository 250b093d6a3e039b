import { matchedData } from 'express-validator';
import type { EmailChanges } from '../../authentication/email-changes';
import type { IssueAccessToken } from '../../authentication/issue-access-token';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { Events } from '../../events/events';
import { addressOf } from '../../http/client';
import type { DeviceCookie } from '../../http/device-cookie';
import type { SessionCookies } from '../../http/session-cookies';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailTokenField } from '../fields/mail-token-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface ConfirmParts extends LiveSessions {
  readonly emailChanges: EmailChanges;
  readonly cookies: SessionCookies;
  readonly deviceCookie: DeviceCookie;
  readonly events: Events;
  readonly issueAccessToken: IssueAccessToken;
  readonly limits: Limits;
}

/** Changes the email by the link of a mail. It counts in a session of the account alone, so nobody can be lured into a change. */
export const confirmEmail: Endpoint<ConfirmParts> = {
  method: 'post',
  path: '/api/users/email/confirm',
  summary: 'Change the email by the token of a mail to it; the old one is sent a way back',
  body: 'MailToken',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `malformed_json`, `email_in_use`; `invalid_token`: used, too old, replaced, unknown, or of another account',
    401: NOT_SIGNED_IN,
    403: CROSS_ORIGIN,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function confirmEmail(req, res) {
      await parts.limits.countRequest(addressOf(req));
      await requireValid(req, [mailTokenField()]);
      const { token } = matchedData<{ token: string }>(req);
      const live = await liveSession(parts, req);
      const device = parts.deviceCookie.read(req);
      const account = await parts.emailChanges.confirm(req, token, live, device);
      const { session } = live;
      if (await parts.cookies.isWritable(req, session.id))
        await parts.cookies.writeAccessToken(res, parts.issueAccessToken(account, session));
      parts.events.record(req, { event: 'email_changed', account: account.id, sid: session.id });
      res.send(toCurrentUser(parts, account, session));
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'email_change_failed'),
};
