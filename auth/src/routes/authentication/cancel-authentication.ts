import { validateRequest } from '@latchkey/common';
import { matchedData, query } from 'express-validator';
import { requireProof, type AccountProof } from '../../authentication/account-proof';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { cancelSignIn } from '../../authentication/second-factor';
import { cancelStepUp, type StepUp } from '../../authentication/step-up';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, INVALID, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { purposeField } from '../fields/purpose-field';

interface CancelParts extends AccountProof, LiveSessions, StepUp {
  readonly limits: Limits;
}

/** Ends the sign-in or the step-up that this browser is in the middle of. A session goes on. */
export const cancelAuthentication: Endpoint<CancelParts> = {
  method: 'delete',
  path: '/api/users/authentication',
  summary: 'Give the sign-in or the step-up of this browser up',
  query: { purpose: 'required' },
  proof: 'none',
  success: { status: 200, schema: 'Nothing' },
  failures: { 400: INVALID, 401: `of a step-up ${NOT_SIGNED_IN}`, 403: CROSS_ORIGIN, 429: TOO_MANY },
  handlers: (parts) => [
    purposeField(query('purpose'), 'sign-in', 'step-up'),
    validateRequest,
    async function cancelAuthentication(req, res) {
      const { purpose } = matchedData<{ purpose: 'sign-in' | 'step-up' }>(req);
      if (purpose === 'sign-in') {
        await parts.limits.countRequest(addressOf(req));
        await cancelSignIn(parts, req, res);
      } else {
        await requireProof(parts, req);
        const { session } = await liveSession(parts, req);
        await cancelStepUp(parts, req, res, session);
      }
      res.send({});
    },
  ],
};
