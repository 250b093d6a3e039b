import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { MailRequests } from '../../authentication/mail-requests';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailRequestRoute } from '../middleware/mail-request-route';

interface VerificationParts extends LiveSessions {
  readonly limits: Limits;
  readonly mailRequests: MailRequests;
}

/** Asks for another mail by which the caller's address is verified. */
export const requestVerification: Endpoint<VerificationParts> = {
  method: 'post',
  path: '/api/users/email/verification',
  summary: 'Ask for a mail that verifies the email; nothing is sent where it is verified already',
  success: { status: 202, schema: 'Nothing' },
  failures: { 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN, 429: TOO_MANY },
  handlers: (parts) => [
    mailRequestRoute(parts, [], async (req) => {
      const { account } = await liveSession(parts, req);
      await parts.mailRequests.add(req, { kind: 'verification_requested', account: account.id });
    }),
  ],
};
