import { validateRequest } from '@latchkey/common';
import { query } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { cancelStepUp, type StepUp } from '../../authentication/step-up';
import { CROSS_ORIGIN, INVALID, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { purposeField } from '../fields/purpose-field';

/** Ends the step-up that this browser is in the middle of. The session goes on. */
export const cancelAuthentication: Endpoint<LiveSessions & StepUp> = {
  method: 'delete',
  path: '/api/users/authentication',
  summary: 'Give the step-up of this browser up',
  query: { purpose: 'required' },
  success: { status: 200, schema: 'Nothing' },
  failures: { 400: INVALID, 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    purposeField(query('purpose'), 'step-up'),
    validateRequest,
    async function cancelAuthentication(req, res) {
      const { session } = await liveSession(parts, req);
      await cancelStepUp(parts, req, res, session);
      res.send({});
    },
  ],
};
