import { validateRequest } from '@latchkey/common';
import { matchedData } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { INVALID, NOT_SIGNED_IN } from '../../openapi/failures';
import type { SessionPosition } from '../../sessions/session';
import type { Endpoint } from '../endpoint';
import { pageFields, readPage, sessionPositionQuery, type Page } from '../fields/paging';

/** The devices that one is signed in on, the last sign-in first. */
export const listSessions: Endpoint<LiveSessions> = {
  method: 'get',
  path: '/api/users/sessions',
  summary: 'The devices on which the caller is signed in, the last sign-in first, a page at a time',
  query: { after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'Sessions' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    ...pageFields(sessionPositionQuery()),
    validateRequest,
    async function listSessions(req, res) {
      const { sessions } = parts;
      const page = matchedData<Page>(req);
      const { account, session: own } = await liveSession(parts, req);
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
  ],
};

function format({ createdAt, id }: SessionPosition): string {
  return `${createdAt.getTime()}.${id}`;
}

function parse(position: string): SessionPosition {
  const [ms, id] = position.split('.') as [string, string];
  return { createdAt: new Date(Number(ms)), id };
}
