import { validateRequest } from '@latchkey/common';
import { matchedData } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { INVALID, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { pageFields, sessionPositionQuery, type Page } from '../fields/paging';
import { sessionPage } from './session-page';

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
      const { account, session } = await liveSession(parts, req);
      res.send(await sessionPage(parts.sessions, account, session, matchedData<Page>(req)));
    },
  ],
};
