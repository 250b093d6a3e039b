import type { Request } from 'express';
import { matchedData } from 'express-validator';
import { assuranceOf } from '../../authentication/assurance';
import { confirmOwner } from '../../authentication/confirm-owner';
import type { SessionProof } from '../../authentication/prove-in-session';
import { entryOf } from '../../authentication/entry-of';
import { liveSession, type LiveSession, type LiveSessions } from '../../authentication/live-session';
import {
  startSession,
  writeSession,
  type SessionStart,
  type SessionWriting,
  type StartedSession,
} from '../../authentication/open-session';
import type { Passwords } from '../../authentication/passwords';
import type { HashRunner } from '../../credentials/password/hash-queue';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { CROSS_ORIGIN, NOT_FRESH, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Assurance } from '../../sessions/session';
import type { Endpoint } from '../endpoint';
import { knownPasswordField, newPasswordField } from '../fields/account-fields';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailureOf } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface PasswordChangeParts extends Hashing, LiveSessions, SessionProof, SessionStart, SessionWriting {
  readonly passwords: Passwords;
  readonly validatePassword: PasswordPolicy;
}

interface PasswordChange {
  readonly currentPassword?: string;
  readonly newPassword: string;
}

/**
 * Changes the password; all sessions end, and this browser gets a new one. A bearer token of another session than the
 * cookies' gets none, since the cookies would mix: its client signs in again.
 */
export const changePassword: Endpoint<PasswordChangeParts> = {
  method: 'post',
  path: '/api/users/password',
  summary:
    'Change the password; all other sessions end, this browser gets new cookies. A fresh session needs no current password',
  body: 'PasswordChange',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `invalid_credentials`, `malformed_json`',
    401: `${NOT_FRESH}; ${NOT_SIGNED_IN}`,
    403: CROSS_ORIGIN,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    parts.authentication.requireAuth,
    hashingRoute(parts, fieldsOf(parts), async function changePassword(req, res, hash) {
      const live = await liveSession(parts, req);
      const body = matchedData<PasswordChange>(req);
      const isGiven = body.currentPassword !== undefined;
      const { changed, opened } = await confirmOwner(parts, req, live, isGiven, () =>
        change(parts, req, live, body, hash),
      );
      if (opened) await writeSession(parts, res, changed, opened);
      parts.events.record(req, {
        event: 'password_changed',
        account: changed.id,
        sid: live.session.id,
        newSid: opened?.session.id,
      });
      res.send(toCurrentUser(parts, changed, opened?.session ?? live.session));
    }),
  ],
  onFailure: (parts) => reportFailureOf(parts, 'password_change_failed'),
};

function fieldsOf({ validatePassword }: PasswordChangeParts) {
  return [
    knownPasswordField('currentPassword').optional(),
    newPasswordField('newPassword', validatePassword, (req) => req.currentUser?.email),
  ];
}

/**
 * Changes the password. The next session is stored first, so that a fault in between signs nobody out: until the
 * password is changed it is of a generation that is still to come, and nobody has its tokens.
 */
async function change(
  parts: PasswordChangeParts,
  req: Request,
  live: LiveSession,
  { currentPassword: current, newPassword: next }: PasswordChange,
  hash: HashRunner,
) {
  const { passwords, sessions, cookies } = parts;
  const { account, session } = live;
  let opened: StartedSession | undefined;
  const isWritable = await cookies.isWritable(req, session.id);
  try {
    const assurance = nextAssurance(live, current !== undefined);
    const beforeWrite = async (sessionGen: number) => {
      if (isWritable) opened = await startSession(parts, req, account, { sessionGen }, assurance);
    };
    const changed = await passwords.change(account, { current, next }, hash, beforeWrite, [
      entryOf(req, 'password_changed', account.id, { sid: session.id }),
    ]);
    return { changed, opened };
  } catch (error) {
    if (opened) await sessions.end(opened.session.id, 'password_not_changed');
    throw error;
  }
}

/** The next session is worth what this one is. The password alone makes it fresh where it is worth no more than that. */
function nextAssurance({ account, session }: LiveSession, isPasswordGiven: boolean): Assurance {
  const { amr = [], acr = 'aal1', authTime, factorGen } = assuranceOf(session, account);
  if (!isPasswordGiven) return { amr, acr, authTime, factorGen };
  return {
    amr: [...new Set([...amr, 'pwd'])],
    acr,
    factorGen,
    authTime: acr === 'aal1' ? undefined : authTime,
  };
}
