import { validateRequest } from '@latchkey/common';
import { body, matchedData } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { beginStepUp, factorsDue, type StepUp } from '../../authentication/step-up';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, INVALID_BODY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { acrField, purposeField } from '../fields/purpose-field';

interface BeginParts extends LiveSessions, StepUp {
  readonly limits: Limits;
}

/** Begins a step-up: the caller is to prove once more who they are. */
export const beginAuthentication: Endpoint<BeginParts> = {
  method: 'post',
  path: '/api/users/authentication',
  summary: 'Begin a step-up of this session; the proof has to follow within 10 minutes',
  body: 'AuthenticationStart',
  success: { status: 201, schema: 'Factors' },
  failures: { 400: INVALID_BODY, 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN, 429: TOO_MANY },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    purposeField(body('purpose'), 'step-up'),
    acrField(),
    validateRequest,
    async function beginAuthentication(req, res) {
      await parts.limits.countRequest(addressOf(req));
      const live = await liveSession(parts, req);
      const { acr } = matchedData<{ acr?: 'aal2' }>(req);
      await beginStepUp(parts, res, live, acr);
      res.status(201).send({ factors: factorsDue(parts, live, { acr }) });
    },
  ],
};
