import { body, matchedData } from 'express-validator';
import { signInByCode, type CodeSignIn } from '../../authentication/sign-in-by-code';
import { CROSS_ORIGIN, NO_CODE_CEREMONY, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { mailCodeField } from '../fields/mail-code-field';
import { purposeField } from '../fields/purpose-field';
import { requireValid } from '../middleware/mail-request-route';
import { reportFailure } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

/** Signs in by a mailed code. The first proof of an address takes away what another person may have left. */
export const authenticateByCode: Endpoint<CodeSignIn> = {
  method: 'post',
  path: '/api/users/authentication/code',
  summary: 'Sign in by the code of a mail, in the browser that asked for it',
  body: 'CodeAuthentication',
  proof: 'none',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `invalid_code`, `malformed_json`',
    401: NO_CODE_CEREMONY,
    403: `\`banned\`; \`password_change_required\`: an operator has set the password; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function authenticateByCode(req, res) {
      await requireValid(req, [purposeField(body('purpose'), 'sign-in'), mailCodeField()]);
      const { code } = matchedData<{ code: string }>(req);
      const { account, session } = await signInByCode(parts, req, res, code);
      parts.events.record(req, { event: 'signed_in', account: account.id, sid: session.id });
      res.send(toCurrentUser(account));
    },
  ],
  onFailure: (parts) => reportFailure(parts, 'sign_in_failed'),
};
