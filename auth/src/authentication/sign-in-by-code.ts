import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { Ceremony } from '../ceremonies/ceremony';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import type { MailCodes } from '../credentials/mail-tokens/mail-codes';
import { InvalidCodeError } from '../errors/mail-errors';
import type { FailedSignIns } from '../events/failed-sign-ins';
import { addressOf, clientOf } from '../http/client';
import { accountKey } from '../limits/account-key';
import { completeSignIn, requireMaySignIn, type SignInCompletion } from './complete-sign-in';
import type { MailLinks } from './mail-links';
import type { MailRequests } from './mail-requests';
import type { SessionOpening } from './open-session';

const PURPOSE = 'sign-in';

interface CodeCeremonies extends Pick<SessionOpening, 'deviceCookie'> {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
}

export interface CodeRequest extends CodeCeremonies {
  readonly mailRequests: MailRequests;
}

export interface CodeSignIn extends CodeCeremonies, SignInCompletion {
  readonly failedSignIns: FailedSignIns;
  readonly mailCodes: MailCodes;
  readonly mailLinks: MailLinks;
}

/** Begins a sign-in by a mailed code, in the place of one that this browser was in the middle of. It looks no account up. */
export async function requestCode(
  { ceremonies, ceremonyCookies, deviceCookie, mailRequests }: CodeRequest,
  req: Request,
  res: Response,
  email: string,
): Promise<void> {
  const recipient = normalizeEmail(email);
  const { secret, ceremony } = await ceremonies.begin({
    purpose: PURPOSE,
    addressee: accountKey(recipient),
  });
  const data = { ceremony: ceremony.id, device: deviceCookie.read(req) };
  await mailRequests.add(req, { kind: 'sign_in_requested', recipient, data });
  ceremonyCookies.write(res, PURPOSE, secret);
}

/**
 * Signs in by a mailed code, in the browser that asked for it. Each try counts as an attempt and as a failure before anything is
 * checked. Of several right ones at once one wins. The owner of the account reads of a wrong one.
 * @throws InvalidCodeError (400), CeremonyExpiredError (401), BannedError and PasswordChangeRequiredError (403),
 *   TooManyRequestsError (429)
 */
export async function signInByCode(parts: CodeSignIn, req: Request, res: Response, code: string) {
  const ip = addressOf(req);
  const ceremony = await attempt(parts, req, ip);
  const { device, addressee = '' } = ceremony;
  const account = await parts.limits
    .guessCode({ addressee, ip, device }, () => prove(parts, req, ceremony, code))
    .catch((error: unknown) => {
      if (error instanceof InvalidCodeError) parts.failedSignIns.add(ceremony.account, clientOf(req));
      throw error;
    });
  const session = await completeSignIn(parts, req, res, account, { amr: ['email'] });
  parts.ceremonyCookies.clear(res, PURPOSE);
  return { account, session };
}

async function attempt(
  { ceremonies, ceremonyCookies, limits }: CodeSignIn,
  req: Request,
  ip: string,
): Promise<Ceremony> {
  limits.refuseBlocked(ip);
  const secret = ceremonyCookies.read(req, PURPOSE);
  const ceremony = secret === undefined ? undefined : await ceremonies.attempt(secret, PURPOSE, 'begun');
  if (ceremony) return ceremony;
  await limits.countRequest(ip);
  throw new CeremonyExpiredError();
}

/** The account that a code proves, as it was when the code was mailed: what has ended sessions since has ended the code, too. */
async function prove(
  { accounts, ceremonies, mailCodes, mailLinks }: CodeSignIn,
  req: Request,
  ceremony: Ceremony,
  code: string,
): Promise<Account> {
  const isRight = mailCodes.matches(ceremony.id, code);
  if (!isRight || ceremony.account === undefined) throw new InvalidCodeError();
  if (!(await ceremonies.complete(ceremony))) throw new CeremonyExpiredError();
  const account = await accounts.find(ceremony.account);
  if (!account || !isDue(account, ceremony)) throw new CeremonyExpiredError();
  if (account.emailVerifiedAt !== undefined) return account;
  const proven = await mailLinks.verifyByCode(req, account.id, (now) => isDue(now, ceremony));
  if (!proven) throw new CeremonyExpiredError();
  return proven;
}

/** @throws BannedError (403 `banned`), PasswordChangeRequiredError (403 `password_change_required`) */
function isDue(account: Account, { sessionGen, addressee }: Ceremony): boolean {
  requireMaySignIn(account);
  return account.sessionGen === sessionGen && accountKey(normalizeEmail(account.email)) === addressee;
}
