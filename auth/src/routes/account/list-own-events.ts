import { validateRequest } from '@latchkey/common';
import { matchedData } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { Activity } from '../../events/activity';
import { INVALID, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, readPage, type Page } from '../fields/paging';
import { toOwnEventView } from '../views/events';

/** What happened to the account of the caller, the newest first. */
export const listOwnEvents: Endpoint<LiveSessions & { readonly activity: Activity }> = {
  method: 'get',
  path: '/api/users/me/events',
  summary: 'The recent activity of the caller’s account, the newest first, a page at a time',
  query: { after: 'optional', limit: 'optional' },
  success: { status: 200, schema: 'OwnEvents' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    ...pageFields(),
    validateRequest,
    async function listOwnEvents(req, res) {
      const { account } = await liveSession(parts, req);
      const { items, next } = await readPage(matchedData<Page>(req), (page) =>
        parts.activity.listOwn(account.id, account.ownedSince, page),
      );
      const isVerified = account.emailVerifiedAt !== undefined;
      res.send({ events: items.map((event) => toOwnEventView(event, isVerified)), next });
    },
  ],
};
