import type { Request, RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { HashRunner } from '../../credentials/password/hash-queue';
import type { Services } from '../../services';
import { confirmPassword } from '../../authentication/confirm-password';
import { knownPasswordField, newPasswordField } from '../fields/account-fields';
import { hashingRoute } from '../middleware/hashing-route';
import { liveSession, type LiveSession } from '../../authentication/live-session';
import { startSession, writeSession, type StartedSession } from '../../authentication/open-session';
import { toPerson } from '../views/current-user';

interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * POST /api/users/password: changes the password; all sessions end, and this browser gets a new one. A bearer token of
 * another session than the cookies' gets none, since the cookies would mix: its client signs in again.
 */
export function changePassword(services: Services): RequestHandler[] {
  const { authentication, faultOfPassword } = services;
  const fields = [
    knownPasswordField('currentPassword'),
    newPasswordField('newPassword', faultOfPassword, (req) => req.currentUser?.email),
  ];

  return [
    authentication.requireAuth,
    hashingRoute(services, fields, async function changePassword(req, res, hash) {
      const live = await liveSession(services, req);
      const { changed, opened } = await confirmPassword(services, req, live, () =>
        change(services, req, live, hash),
      );
      if (opened) await writeSession(services, req, res, changed, opened);
      services.events.record(req, {
        event: 'password_changed',
        account: changed.id,
        sid: live.session.id,
        newSid: opened?.session.id,
      });
      res.send(toPerson(changed));
    }),
  ];
}

/**
 * Changes the password. The next session is stored first, so that a fault in between signs nobody out: until the
 * password is changed it is of a generation that is still to come, and nobody has its tokens.
 */
async function change(services: Services, req: Request, { account, session }: LiveSession, hash: HashRunner) {
  const { accounts, sessions, cookies } = services;
  const { currentPassword: current, newPassword: next } = matchedData<PasswordChange>(req);
  let opened: StartedSession | undefined;
  const isFree = await cookies.areFree(req, session.id);
  try {
    const changed = await accounts.changePassword(account, { current, next }, hash, async (sessionGen) => {
      if (isFree) opened = await startSession(services, req, account, { sessionGen });
    });
    return { changed, opened };
  } catch (error) {
    if (opened) await sessions.end(opened.session.id, 'password_not_changed');
    throw error;
  }
}
