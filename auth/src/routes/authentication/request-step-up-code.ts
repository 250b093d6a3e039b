import { body } from 'express-validator';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { requestStepUpCode as request, type StepUpCodeRequest } from '../../authentication/step-up-by-code';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, INVALID_BODY, NO_CEREMONY, NOT_SIGNED_IN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { purposeField } from '../fields/purpose-field';
import { mailRequestRoute } from '../middleware/mail-request-route';

interface CodeRequestParts extends LiveSessions, StepUpCodeRequest {
  readonly limits: Limits;
}

/** Asks for a mail with a code that proves the step-up of this browser. */
export const requestStepUpCode: Endpoint<CodeRequestParts> = {
  method: 'post',
  path: '/api/users/authentication/email',
  summary: 'Ask for a mail with a code that proves the step-up of this browser',
  body: 'StepUpPurpose',
  success: { status: 202, schema: 'Nothing' },
  failures: {
    400: INVALID_BODY,
    401: `${NO_CEREMONY}; ${NOT_SIGNED_IN}`,
    403: `\`email_not_verified\`; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    mailRequestRoute(parts, [purposeField(body('purpose'), 'step-up')], async (req) => {
      await request(parts, req, await liveSession(parts, req));
    }),
  ],
};
