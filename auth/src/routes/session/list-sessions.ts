import { validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import type { Services } from '../../services';
import type { SessionPosition } from '../../sessions/session';
import { liveSession } from '../../authentication/live-session';
import { pageFields, readPage, sessionPositionQuery, type Page } from '../fields/paging';

/** GET /api/users/sessions?after=&limit=: the devices that one is signed in on, the last sign-in first. */
export function listSessions(services: Services): RequestHandler[] {
  const { authentication, sessions } = services;

  return [
    authentication.requireAuth,
    ...pageFields(sessionPositionQuery()),
    validateRequest,
    async function listSessions(req, res) {
      const page = matchedData<Page>(req);
      const { account, session: own } = await liveSession(services, req);
      const { items, next } = await readPage(
        page,
        ({ after, limit }) =>
          sessions.list(account.id, account, {
            after: after === undefined ? undefined : parse(after),
            limit,
          }),
        format,
      );
      const devices = items.map((each) => ({ ...sessions.describe(each), current: each.id === own.id }));
      res.send({ sessions: devices, next });
    },
  ];
}

function format({ createdAt, id }: SessionPosition): string {
  return `${createdAt.getTime()}.${id}`;
}

function parse(position: string): SessionPosition {
  const [ms, id] = position.split('.') as [string, string];
  return { createdAt: new Date(Number(ms)), id };
}
