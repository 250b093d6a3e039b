import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { writeSession } from '../../authentication/open-session';
import { removePassword, type PasswordRemoval } from '../../authentication/remove-password';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import {
  CROSS_ORIGIN,
  LAST_CREDENTIAL,
  NOT_FRESH_FACTORS,
  NOT_SIGNED_IN,
  TOO_MANY,
} from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { reportFailureOf } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface RemovalParts extends LiveSessions, PasswordRemoval {
  readonly limits: Limits;
}

/** Removes the password of an account that has another way in; all sessions end, and this browser gets a new one. */
export const removeOwnPassword: Endpoint<RemovalParts> = {
  method: 'delete',
  path: '/api/users/password',
  summary:
    'Remove the password, to sign in by a passkey alone; all other sessions end, this browser gets new cookies',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    401: `${NOT_FRESH_FACTORS}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    409: LAST_CREDENTIAL,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function removeOwnPassword(req, res) {
      await parts.limits.countRequest(addressOf(req));
      const live = await liveSession(parts, req);
      const { changed, opened } = await removePassword(parts, req, live);
      if (opened) await writeSession(parts, res, changed, opened);
      parts.events.record(req, {
        event: 'password_changed',
        account: changed.id,
        sid: live.session.id,
        newSid: opened?.session.id,
      });
      res.send(toCurrentUser(parts, changed, opened?.session ?? live.session));
    },
  ],
  onFailure: (parts) => reportFailureOf(parts, 'password_change_failed'),
};
