import { requireFreshSession } from '../../authentication/fresh-session';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { MailRequests } from '../../authentication/mail-requests';
import type { Events } from '../../events/events';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, NOT_FRESH_SESSION, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailRequestRoute } from '../middleware/mail-request-route';
import { reportFailureOf } from '../middleware/report-failure';

export interface CodeRequestParts extends LiveSessions {
  readonly limits: Limits;
  readonly mailRequests: MailRequests;
  readonly events: Events;
}

/** Asks for a mail with the code that the first factor of some accounts needs. An account that needs none gets no mail. */
export const requestFactorCode: Endpoint<CodeRequestParts> = {
  method: 'post',
  path: '/api/users/factors/code',
  summary: 'Ask for a mail with the code that `factor_code_required` asks for; it is good for an hour',
  success: { status: 202, schema: 'Nothing' },
  failures: { 401: `${NOT_FRESH_SESSION}; ${NOT_SIGNED_IN}`, 403: CROSS_ORIGIN, 429: TOO_MANY },
  handlers: (parts) => [
    mailRequestRoute(parts, [], async (req) => {
      const live = await liveSession(parts, req);
      requireFreshSession(live);
      await parts.mailRequests.add(req, { kind: 'factor_code_requested', account: live.account.id });
    }),
  ],
  onFailure: (parts) => reportFailureOf(parts, 'factor_change_failed'),
};
