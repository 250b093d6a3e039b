import type { Request } from 'express';
import type { Account } from '../accounts/account';
import type { Accounts } from '../accounts/accounts';
import { formsOfEmail, normalizeEmail } from '../accounts/email';
import type { HashRunner } from '../credentials/password/hash-queue';
import { hashPassword } from '../credentials/password/password-hash';
import { EmailInUseError, InvalidCredentialsError, InvalidInvitationError } from '../errors';
import { addressOf } from '../http/client';
import type { Invitations } from '../invitations/invitations';
import type { Limits } from '../limits/limits';
import { entryOf } from './entry-of';
import { requireMaySignIn } from './complete-sign-in';
import type { Passwords } from './passwords';

export interface InvitedSignUps {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly invitations: Invitations;
  readonly limits: Limits;
}

interface InvitedSignUp {
  /** As it was typed. */
  readonly email: string;
  readonly password: string;
  /** The token of the invitation. */
  readonly invitation: string;
}

/**
 * Makes the account of an invitation, or finds it when that was done before: by a request at the same moment, or by one
 * that died before it had ended the invitation. Then the password decides, as at a sign-in.
 * @throws InvalidInvitationError (400 `invalid_token`), EmailInUseError (400 `email_in_use`), BannedError (403),
 *   PasswordChangeRequiredError (403), TooManyRequestsError (429)
 */
export async function signUpInvited(
  parts: InvitedSignUps,
  req: Request,
  wish: InvitedSignUp,
  hash: HashRunner,
): Promise<Account> {
  const { accounts, invitations } = parts;
  const { email, password } = wish;
  const invitation = await invitations.findOpen(wish.invitation, formsOfEmail(email));
  if (!invitation) throw new InvalidInvitationError();
  const account = await accounts
    .signUp(
      email,
      () => hash(() => hashPassword(password)),
      (id) => [entryOf(req, 'account_created', id)],
      invitation.id,
    )
    .catch(async (error: unknown) => {
      if (!(error instanceof EmailInUseError)) throw error;
      const existing = await accounts.findByEmail(email);
      // No account has the email, so the id was taken: the invitation was removed, or its account deleted.
      if (!existing) throw new InvalidInvitationError();
      if (existing.id !== invitation.id) throw error;
      return signInAgain(parts, req, existing, wish, hash);
    });
  // The invitation stays open for somebody who cannot sign in yet.
  requireMaySignIn(account);
  await invitations.complete(invitation);
  return account;
}

/** Counted as a guess, since somebody who only has the link may be making one. */
async function signInAgain(
  { passwords, limits }: InvitedSignUps,
  req: Request,
  existing: Account,
  { email, password }: InvitedSignUp,
  hash: HashRunner,
): Promise<Account> {
  try {
    return await limits.guess({ email: normalizeEmail(email), ip: addressOf(req) }, () =>
      passwords.signIn(existing, password, hash),
    );
  } catch (error) {
    throw error instanceof InvalidCredentialsError ? new InvalidInvitationError() : error;
  }
}
