import type { Request, Response } from 'express';
import { matchedData } from 'express-validator';
import type { Account } from '../../accounts/account';
import { withProof } from '../../authentication/assurance';
import { completeSignIn, type SignInCompletion } from '../../authentication/complete-sign-in';
import { completeSignUp, type SignUpCompletion } from '../../authentication/complete-sign-up';
import type { HashFor, MailLinks } from '../../authentication/mail-links';
import { findOwnSession } from '../../authentication/own-browser';
import { provenBefore } from '../../authentication/require-verified';
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

interface VerifyParts extends Hashing, SignInCompletion, SignUpCompletion {
  readonly mailLinks: MailLinks;
  readonly validatePassword: PasswordPolicy;
}

/** An account whose email is verified, and how its browser goes on. */
interface Verified {
  readonly account: Account;
  /** The session that goes on; undefined where one begins. */
  readonly own?: Session | undefined;
  /** What this browser had proven when it asked for the mail, as values of `amr`; undefined in any other browser. */
  readonly proven?: readonly string[] | undefined;
}

/**
 * Verifies an email by the link of a mail. In a browser that is signed in to the account, its session goes on; one that signed up, or
 * has proven the password, is signed in. Any other browser chooses a new password, and is signed in with it: somebody else may have
 * signed up with this address.
 */
export const verifyEmail: Endpoint<VerifyParts> = {
  method: 'post',
  path: '/api/users/email/verify',
  summary:
    'Verify the email by the token of a mail, which also completes a sign-up; a browser that is not known to be the owner’s also sends a new password',
  body: 'EmailVerification',
  proof: 'none',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    400: '`validation_failed`, `malformed_json`; `invalid_token`: used, too old, replaced or unknown',
    401: '`second_factor_required`: verified, and one of `factors` is to be proven to sign in',
    403: `\`new_password_required\`: send \`password\`, too; ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  gate: (parts) => [refuseFlood(parts)],
  handlers: (parts) => [
    hashingRoute(parts, fieldsOf(parts), async function verifyEmail(req, res, hash) {
      await parts.limits.countRequest(addressOf(req));
      const verified = await verify(parts, req, hash);
      const { account, own } = verified;
      parts.events.record(req, { event: 'email_verified', account: account.id, sid: own?.id });
      const session = await goOn(parts, req, res, verified);
      res.send(toCurrentUser(parts, account, session));
    }),
  ],
  onFailure: (parts) => reportFailure(parts, 'email_verification_failed'),
};

function fieldsOf({ validatePassword }: VerifyParts) {
  // Whose password it is to be tells the token, so the context of the account is judged later.
  return [mailTokenField(), newPasswordField('password', validatePassword, () => undefined).optional()];
}

async function verify(parts: VerifyParts, req: Request, hash: HashRunner): Promise<Verified> {
  const { token, password } = matchedData<{ token: string; password?: string }>(req);
  const hashFor: HashFor = async ({ email }) => {
    if (password === undefined) throw new NewPasswordRequiredError();
    await requireGoodPassword(req, 'password', parts.validatePassword, email);
    return hash(() => hashPassword(password));
  };
  const signUp = await parts.signUps.find(token);
  if (!signUp) return verifyAccount(parts, req, token, hashFor);
  const completed = await completeSignUp(parts, req, signUp, password !== undefined, hashFor);
  parts.events.record(req, { event: 'account_created', account: completed.account.id, email: signUp.email });
  return { account: completed.account, proven: completed.isAskingBrowser ? ['pwd'] : undefined };
}

async function verifyAccount(
  parts: VerifyParts,
  req: Request,
  token: string,
  hashFor: HashFor,
): Promise<Verified> {
  let own: Session | undefined;
  let proven: readonly string[] | undefined;
  const findOwn = async (read: Account) => {
    own = await findOwnSession(parts, req, read);
    proven = own ? undefined : await provenBefore(parts, req, read);
    if (!own && !proven) return undefined;
    return { sid: own?.id, device: parts.deviceCookie.read(req) };
  };
  const account = await parts.mailLinks.verifyEmail(req, token, findOwn, hashFor);
  return { account, own, proven };
}

/** The tokens of before are dead: a session that goes on gets another one, and any other browser a session. */
async function goOn(
  parts: VerifyParts,
  req: Request,
  res: Response,
  { account, own, proven }: Verified,
): Promise<Session> {
  const { cookies, issueAccessToken } = parts;
  if (proven) parts.ceremonyCookies.clear(res, 'sign-up');
  const amr = withProof(proven ?? [], ['email']);
  if (!own) return completeSignIn(parts, req, res, account, { amr });
  if (await cookies.isWritable(req, own.id))
    await cookies.writeAccessToken(res, issueAccessToken(account, own));
  return own;
}
