import type { Request } from 'express';
import { isBanned, type Account } from '../accounts/account';
import type { Accounts } from '../accounts/accounts';
import { normalizeEmail } from '../accounts/email';
import type { HashRunner } from '../credentials/password/hash-queue';
import { InvalidCredentialsError } from '../errors';
import type { Events } from '../events/events';
import type { FailedSignIns } from '../events/failed-sign-ins';
import { addressOf, clientOf } from '../http/client';
import type { DeviceCookie } from '../http/device-cookie';
import type { Limits } from '../limits/limits';
import { entryOf } from './entry-of';
import type { Passwords } from './passwords';

export interface PasswordProof {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly limits: Limits;
  readonly deviceCookie: DeviceCookie;
  readonly events: Events;
  readonly failedSignIns: FailedSignIns;
}

export interface PasswordAttempt {
  /** As it was typed. */
  readonly email: string;
  readonly password: string;
  /** Takes the place of a temporary password; ignored beside any other. */
  readonly newPassword?: string;
}

/**
 * Finds the account that a password proves. The attempt is counted as a guess; a device that the account knows has
 * guesses of its own. A temporary password is replaced by the new one beside it. The owner of the account reads of a wrong one.
 * @throws InvalidCredentialsError (400 `invalid_credentials`), also when a request with another new password was faster;
 *   TooManyRequestsError (429)
 */
export async function provePassword(
  parts: PasswordProof,
  req: Request,
  { email, password, newPassword }: PasswordAttempt,
  hash: HashRunner,
): Promise<Account> {
  const { accounts, passwords, limits, deviceCookie, failedSignIns } = parts;
  const found = await accounts.findByEmail(email);
  const cookie = deviceCookie.read(req);
  const device = accounts.knowsDevice(found, cookie) ? cookie : undefined;
  // One address is one account to guess at, however it is written.
  const guess = { email: normalizeEmail(email), ip: addressOf(req), device };
  return limits
    .guess(guess, async () => {
      const account = await passwords.signIn(found, password, hash);
      if (!account.temporaryPassword || newPassword === undefined || isBanned(account)) return account;
      return replaceTemporary(parts, req, account, newPassword, hash);
    })
    .catch((error: unknown) => {
      if (error instanceof InvalidCredentialsError) failedSignIns.add(found?.id, clientOf(req));
      throw error;
    });
}

async function replaceTemporary(
  { passwords, events }: PasswordProof,
  req: Request,
  account: Account,
  newPassword: string,
  hash: HashRunner,
): Promise<Account> {
  const changed = await passwords.replaceTemporary(account, newPassword, hash, [
    entryOf(req, 'password_changed', account.id),
  ]);
  if (!changed) return passwords.findReplaced(account, newPassword, hash);
  events.record(req, { event: 'password_changed', account: changed.id });
  return changed;
}
