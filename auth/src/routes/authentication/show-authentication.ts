import { validateRequest } from '@latchkey/common';
import { query } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { factorsOf, findStepUp, type StepUp } from '../../authentication/step-up';
import { INVALID, NO_CEREMONY, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { purposeField } from '../fields/purpose-field';

/** What is due of the step-up that this browser is in the middle of. */
export const showAuthentication: Endpoint<LiveSessions & StepUp> = {
  method: 'get',
  path: '/api/users/authentication',
  summary: 'What the step-up of this browser still asks for',
  query: { purpose: 'required' },
  success: { status: 200, schema: 'Factors' },
  failures: { 400: INVALID, 401: `${NO_CEREMONY}; ${NOT_SIGNED_IN}` },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    purposeField(query('purpose'), 'step-up'),
    validateRequest,
    async function showAuthentication(req, res) {
      const { account, session } = await liveSession(parts, req);
      await findStepUp(parts, req, session);
      res.send({ factors: factorsOf(parts, account) });
    },
  ],
};
