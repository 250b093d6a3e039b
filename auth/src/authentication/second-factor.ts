import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import type { Ceremony } from '../ceremonies/ceremony';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import { InvalidCredentialsError } from '../errors';
import { InvalidPasskeyError } from '../errors/passkey-errors';
import { addressOf } from '../http/client';
import type { Session } from '../sessions/session';
import { withProof, type Method } from './assurance';
import { completeSignIn, waitsForFactor, type SignInCompletion } from './complete-sign-in';
import { entryOf } from './entry-of';
import { secondFactorsOf, type Factor } from './step-up-factors';

const PURPOSE = 'sign-in';

/** What counts guesses of second factors, and tells of them. */
export type FactorGuessing = Pick<SignInCompletion, 'accounts' | 'deviceCookie' | 'events' | 'limits'>;

/** Checks a second factor, and uses it up in the account. @returns the account afterwards, and what the proof adds to `amr` */
export type ProveFactor = (
  account: Account,
  ceremony: Ceremony,
) => Promise<{ readonly account: Account; readonly amr: readonly Method[] }>;

/**
 * The account that this browser is signing in to, with a second factor still due.
 * @throws CeremonyExpiredError (401 `ceremony_expired`), whatever it is that ended the ceremony
 */
export async function findSignIn(
  { ceremonies, ceremonyCookies, accounts }: SignInCompletion,
  req: Request,
): Promise<{ readonly account: Account; readonly ceremony: Ceremony; readonly factors: readonly Factor[] }> {
  const secret = ceremonyCookies.read(req, PURPOSE);
  const ceremony = secret === undefined ? undefined : await ceremonies.find(secret, PURPOSE);
  const account = ceremony?.proven && ceremony.account ? await accounts.find(ceremony.account) : undefined;
  if (!ceremony || !waitsForFactor(ceremony, account)) throw new CeremonyExpiredError();
  return { account, ceremony, factors: secondFactorsOf(account) };
}

/**
 * Signs in by the second factor that is due in this browser. Each try counts as an attempt and as a failure before anything is
 * checked; a failure is for the owner to read, since its maker has the password.
 * @throws CeremonyExpiredError (401 `ceremony_expired`), TooManyRequestsError (429), and what `prove` throws
 */
export async function signInBySecondFactor(
  parts: SignInCompletion,
  req: Request,
  res: Response,
  prove: ProveFactor,
): Promise<{ readonly account: Account; readonly session: Session }> {
  const ceremony = await attempt(parts, req);
  const account = await parts.accounts.find(ceremony.account ?? '');
  if (!waitsForFactor(ceremony, account)) throw new CeremonyExpiredError();
  const proven = await guessFactor(parts, req, account, () => prove(account, ceremony));
  if (!waitsForFactor(ceremony, proven.account)) throw new CeremonyExpiredError();
  if (!(await parts.ceremonies.complete(ceremony))) throw new CeremonyExpiredError();
  const amr = withProof(ceremony.proven ?? [], proven.amr);
  const session = await completeSignIn(parts, req, res, proven.account, { amr });
  parts.ceremonyCookies.clear(res, PURPOSE);
  return { account: proven.account, session };
}

/**
 * Lets a second factor be tried, in a sign-in or a step-up: failures count by account over all of them, and the owner reads of each.
 * @throws TooManyRequestsError (429), and what `prove` throws
 */
export function guessFactor<T>(
  parts: FactorGuessing,
  req: Request,
  account: Account,
  prove: () => Promise<T>,
): Promise<T> {
  const guess = { account: account.id, ip: addressOf(req), device: deviceOf(parts, req, account) };
  return parts.limits
    .guessFactor(guess, prove)
    .catch((error: unknown) => tellOwner(parts, req, account, error));
}

async function attempt(
  { ceremonies, ceremonyCookies, limits }: SignInCompletion,
  req: Request,
): Promise<Ceremony> {
  const ip = addressOf(req);
  limits.refuseBlocked(ip);
  const secret = ceremonyCookies.read(req, PURPOSE);
  const ceremony = secret === undefined ? undefined : await ceremonies.attempt(secret, PURPOSE, 'proven');
  if (ceremony) return ceremony;
  await limits.countRequest(ip);
  throw new CeremonyExpiredError();
}

function deviceOf({ accounts, deviceCookie }: FactorGuessing, req: Request, account: Account) {
  const device = deviceCookie.read(req);
  return accounts.knowsDevice(account, device) ? device : undefined;
}

async function tellOwner(
  { accounts, events }: FactorGuessing,
  req: Request,
  { id }: Account,
  error: unknown,
): Promise<never> {
  if (error instanceof InvalidCredentialsError) {
    const reason = error instanceof InvalidPasskeyError ? error.reason : undefined;
    await accounts.record(id, [entryOf(req, 'second_factor_failed', id, {}, { reason })]);
    events.record(req, { event: 'second_factor_failed', account: id, reason: error.code });
  }
  throw error;
}

/** Ends the sign-in that this browser is in the middle of, by a second factor or by a mailed code. */
export async function cancelSignIn(
  { ceremonies, ceremonyCookies }: Pick<SignInCompletion, 'ceremonies' | 'ceremonyCookies'>,
  req: Request,
  res: Response,
): Promise<void> {
  const secret = ceremonyCookies.read(req, PURPOSE);
  if (secret === undefined) return;
  await ceremonies.cancel(secret, PURPOSE);
  ceremonyCookies.clear(res, PURPOSE);
}
