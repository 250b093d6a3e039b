import type { Request, Response } from 'express';
import { matchedData } from 'express-validator';
import type { Account } from '../../accounts/account';
import { completeSignIn } from '../../authentication/complete-sign-in';
import type { MailLinks } from '../../authentication/mail-links';
import type { SessionOpening } from '../../authentication/open-session';
import { findOwnSession } from '../../authentication/own-browser';
import type { HashRunner } from '../../credentials/password/hash-queue';
import { hashPassword } from '../../credentials/password/password-hash';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { NewPasswordRequiredError } from '../../errors/mail-errors';
import { addressOf } from '../../http/client';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Session } from '../../sessions/session';
import type { Endpoint } from '../endpoint';
import { newPasswordField, requireGoodPassword } from '../fields/account-fields';
import { mailTokenField } from '../fields/mail-token-field';
import { hashingRoute, type Hashing } from '../middleware/hashing-route';
import { refuseFlood } from '../middleware/refuse-flood';
import { reportFailure } from '../middleware/report-failure';
import { toCurrentUser } from '../views/current-user';

interface VerifyParts extends Hashing, SessionOpening {
  readonly mailLinks: MailLinks;
  readonly validatePassword: PasswordPolicy;
}

/**
 * Verifies an email by the link of a mail. In a browser that is signed in to the account, its session goes on. Any other browser
 * chooses a new password, and is signed in with it: somebody else may have signed up with this address.
 */
export const verifyEmail: Endpoint<VerifyParts> = {
  method: 'post',
  path: '/api/users/email/verify',
  summary:
    'Verify the email by the token of a mail; elsewhere than in a session of the account with a new password',
  body: 'EmailVerification',
  proof: 'none',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_token`: used, too old, replaced or unknown',
    403: `\`new_password_required\`: send \`password\`, too; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    hashingRoute(parts, fieldsOf(parts), async function verifyEmail(req, res, hash) {
      await parts.limits.countRequest(addressOf(req));
      const { account, own } = await verify(parts, req, hash);
      await goOn(parts, req, res, account, own);
      parts.events.record(req, { event: 'email_verified', account: account.id, sid: own?.id });
      res.send(toCurrentUser(account));
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'email_verification_failed'),
};

function fieldsOf({ validatePassword }: VerifyParts) {
  return [mailTokenField(), newPasswordField('password', validatePassword, () => undefined).optional()];
}

async function verify(parts: VerifyParts, req: Request, hash: HashRunner) {
  const { token, password } = matchedData<{ token: string; password?: string }>(req);
  let own: Session | undefined;
  const account = await parts.mailLinks.verifyEmail(
    req,
    token,
    async (read) => {
      own = await findOwnSession(parts, req, read);
      return own && { sid: own.id, device: parts.deviceCookie.read(req) };
    },
    async ({ email }) => {
      if (password === undefined) throw new NewPasswordRequiredError();
      await requireGoodPassword(req, 'password', parts.validatePassword, email);
      return hash(() => hashPassword(password));
    },
  );
  return { account, own };
}

/** The tokens of before are dead: a session that goes on gets another one, and any other browser a session. */
async function goOn(
  parts: VerifyParts,
  req: Request,
  res: Response,
  account: Account,
  own: Session | undefined,
): Promise<void> {
  const { cookies, issueAccessToken } = parts;
  if (!own) await completeSignIn(parts, req, res, account, { amr: ['email'] });
  else if (await cookies.isWritable(req, own.id))
    await cookies.writeAccessToken(res, issueAccessToken(account, own));
}
