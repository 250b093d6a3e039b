import type { Request, RequestHandler } from 'express';
import { matchedData } from 'express-validator';
import { isBanned, type Account } from '../../accounts/account';
import { normalizeEmail } from '../../accounts/email';
import type { HashRunner } from '../../credentials/password/hash-queue';
import { BannedError, PasswordChangeRequiredError } from '../../errors';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { emailField, knownPasswordField, newPasswordField, type Credentials } from '../fields/account-fields';
import { hashingRoute } from '../middleware/hashing-route';
import { openSession } from '../../authentication/open-session';
import { toPerson } from '../views/current-user';

interface SignIn extends Credentials {
  readonly newPassword?: string;
}

/** POST /api/users/signin: checks a password and starts a session. A temporary password needs a new one beside it. */
export function signin(services: Services): RequestHandler {
  const { accounts, limits, deviceCookie } = services;
  const fields = [emailField(), knownPasswordField('password'), replacementField(services)];

  return hashingRoute(services, fields, async function signin(req, res, hash) {
    const { email: typed, password, newPassword } = matchedData<SignIn>(req);
    // One address is one account to guess at, however it is written.
    const email = normalizeEmail(typed);
    const found = await accounts.findByEmail(typed);
    const cookie = deviceCookie.read(req);
    const device = accounts.knowsDevice(found, cookie) ? cookie : undefined;
    const account = await limits.guess({ email, ip: addressOf(req), device }, async () => {
      const proven = await accounts.signIn(found, password, hash);
      return withOwnPassword(services, req, proven, newPassword, hash);
    });
    // Only whoever knows the password learns of the ban.
    if (isBanned(account)) throw new BannedError();
    if (account.temporaryPassword) throw new PasswordChangeRequiredError();
    const { session } = await openSession(services, req, res, account);
    services.events.record(req, { event: 'signed_in', account: account.id, email, sid: session.id });
    res.send(toPerson(account));
  });
}

/** For every account alike, so that a refusal of the new password tells nothing of any. */
function replacementField({ faultOfPassword }: Services) {
  const emailOf = (req: Request) => (req.body as Partial<SignIn>).email;
  return newPasswordField('newPassword', faultOfPassword, emailOf)
    .custom((next: string, { req }) => next !== (req as Request<unknown, unknown, SignIn>).body.password)
    .withMessage('Choose another password than the temporary one.')
    .optional();
}

/**
 * Puts the new password, if there is one, in the place of a temporary one; any other stays as it is.
 * @throws InvalidCredentialsError (400 `invalid_credentials`) when a request with another new password was faster
 */
async function withOwnPassword(
  { accounts, events }: Services,
  req: Request,
  account: Account,
  newPassword: string | undefined,
  hash: HashRunner,
): Promise<Account> {
  if (!account.temporaryPassword || newPassword === undefined || isBanned(account)) return account;
  const changed = await accounts.replaceTemporaryPassword(account, newPassword, hash);
  if (!changed) return accounts.findReplaced(account, newPassword, hash);
  events.record(req, { event: 'password_changed', account: changed.id });
  return changed;
}
