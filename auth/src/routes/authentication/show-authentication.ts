import { validateRequest } from '@latchkey/common';
import type { Request } from 'express';
import { matchedData, query } from 'express-validator';
import { requireProof, type AccountProof } from '../../authentication/account-proof';
import type { SignInCompletion } from '../../authentication/complete-sign-in';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { findSignIn } from '../../authentication/second-factor';
import { factorsDue, findStepUp, type StepUp } from '../../authentication/step-up';
import { addressOf } from '../../http/client';
import { INVALID, NO_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { purposeField } from '../fields/purpose-field';

interface ShowParts extends AccountProof, LiveSessions, StepUp, SignInCompletion {}

/** What is due of the sign-in or the step-up that this browser is in the middle of. A step-up asks for the proof of the account here. */
export const showAuthentication: Endpoint<ShowParts> = {
  method: 'get',
  path: '/api/users/authentication',
  summary: 'What the sign-in or the step-up of this browser still asks for',
  query: { purpose: 'required' },
  proof: 'none',
  success: { status: 200, schema: 'Factors' },
  failures: { 400: INVALID, 401: `${NO_CEREMONY}; of a step-up also ${NOT_SIGNED_IN}`, 429: TOO_MANY },
  handlers: (parts) => [
    purposeField(query('purpose'), 'sign-in', 'step-up'),
    validateRequest,
    async function showAuthentication(req, res) {
      const { purpose } = matchedData<{ purpose: 'sign-in' | 'step-up' }>(req);
      const factorsOf = purpose === 'sign-in' ? factorsOfSignIn : factorsOfStepUp;
      res.send({ factors: await factorsOf(parts, req) });
    },
  ],
};

async function factorsOfSignIn(parts: ShowParts, req: Request) {
  await parts.limits.countRequest(addressOf(req));
  const { factors } = await findSignIn(parts, req);
  return factors;
}

async function factorsOfStepUp(parts: ShowParts, req: Request) {
  await requireProof(parts, req);
  const live = await liveSession(parts, req);
  return factorsDue(parts, live, await findStepUp(parts, req, live));
}
