import { validateRequest } from '@latchkey/common';
import type { Request, RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { Services } from '../services';
import type { OpenSession } from '../sessions/sessions';
import { addressOf, clientOf } from './support/client';
import { knownPasswordField, newPasswordField } from './support/fields';
import { liveSession, type LiveSession } from './support/live-session';
import { writeSession } from './support/open-session';
import { toPerson } from './support/person';

interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * POST /api/users/password: changes the password; all sessions end, and this browser gets a new one. A bearer token of
 * another session than the cookies' gets none, since the cookies would mix: its client signs in again.
 */
export function changePassword(services: Services): RequestHandler[] {
  const { authentication, limits, faultOfPassword } = services;

  return [
    authentication.requireAuth,
    knownPasswordField('currentPassword'),
    newPasswordField('newPassword', faultOfPassword),
    validateRequest,
    async function changePassword(req, res) {
      const live = await liveSession(services, req);
      await limits.countRequest(addressOf(req));
      const { changed, opened } = await limits.attempt(live.account.email, addressOf(req), () =>
        change(services, req, live, matchedData<PasswordChange>(req)),
      );
      if (opened) await writeSession(services, req, res, changed, opened);
      services.events.record(req, {
        event: 'password_changed',
        account: changed.id,
        sid: live.session.id,
        newSid: opened?.session.id,
      });
      res.send(toPerson(changed));
    },
  ];
}

/**
 * Changes the password. The next session is stored first, so that a fault in between signs nobody out: until the
 * password is changed it is of a generation that is still to come, and nobody has its tokens.
 */
async function change(
  { accounts, sessions, cookies }: Services,
  req: Request,
  { account, session }: LiveSession,
  { currentPassword, newPassword }: PasswordChange,
) {
  let opened: OpenSession | undefined;
  const isFree = await cookies.areFree(req, session.id);
  try {
    const changed = await accounts.changePassword(
      account,
      currentPassword,
      newPassword,
      async (sessionGen) => {
        if (isFree) opened = await sessions.start(account.id, { sessionGen }, clientOf(req));
      },
    );
    return { changed, opened };
  } catch (error) {
    if (opened) await sessions.end(opened.session.id, 'password_not_changed');
    throw error;
  }
}
