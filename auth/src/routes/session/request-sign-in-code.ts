import { matchedData } from 'express-validator';
import { requestCode, type CodeRequest } from '../../authentication/sign-in-by-code';
import type { Limits } from '../../limits/limits';
import { CROSS_ORIGIN, INVALID_BODY, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { emailField } from '../fields/account-fields';
import { mailRequestRoute } from '../middleware/mail-request-route';

interface CodeRequestParts extends CodeRequest {
  readonly limits: Limits;
}

/** Asks for a mail with a code to sign in with. Answer, cookies and time are the same for each address. */
export const requestSignInCode: Endpoint<CodeRequestParts> = {
  method: 'post',
  path: '/api/users/signin/email',
  summary:
    'Ask for a mail with a code to sign in with, in this browser alone; the answer is the same for each address',
  body: 'EmailRequest',
  proof: 'none',
  success: { status: 202, schema: 'Nothing' },
  failures: { 400: INVALID_BODY, 403: CROSS_ORIGIN, 429: TOO_MANY },
  handlers: (parts) => [
    mailRequestRoute(parts, [emailField()], async (req, res) => {
      await requestCode(parts, req, res, matchedData<{ email: string }>(req).email);
    }),
  ],
};
