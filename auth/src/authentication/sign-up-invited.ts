import { isBanned, type Account } from '../accounts/account';
import { formsOfEmail, normalizeEmail } from '../accounts/email';
import type { HashRunner } from '../credentials/password/hash-queue';
import {
  BannedError,
  EmailInUseError,
  InvalidCredentialsError,
  InvalidInvitationError,
  PasswordChangeRequiredError,
} from '../errors';
import type { Services } from '../services';

interface InvitedSignUp {
  /** As it was typed. */
  readonly email: string;
  readonly password: string;
  /** The token of the invitation. */
  readonly invitation: string;
  /** The address of the request. */
  readonly from: string;
}

/**
 * Makes the account of an invitation, or finds it when that was done before: by a request at the same moment, or by one
 * that died before it had ended the invitation. Then the password decides, as at a sign-in.
 * @throws InvalidInvitationError (400 `invalid_token`), EmailInUseError (400 `email_in_use`), BannedError (403), PasswordChangeRequiredError (403),
 *   TooManyRequestsError (429)
 */
export async function signUpInvited(
  services: Services,
  wish: InvitedSignUp,
  hash: HashRunner,
): Promise<Account> {
  const { accounts, invitations } = services;
  const { email, password } = wish;
  const invitation = await invitations.findOpen(wish.invitation, formsOfEmail(email));
  if (!invitation) throw new InvalidInvitationError();
  const account = await accounts
    .signUp(email, password, hash, invitation.id)
    .catch(async (error: unknown) => {
      if (!(error instanceof EmailInUseError)) throw error;
      const existing = await accounts.findByEmail(email);
      // No account has the email, so the id was taken: the invitation was removed, or its account deleted.
      if (!existing) throw new InvalidInvitationError();
      if (existing.id !== invitation.id) throw error;
      return signInAgain(services, existing, wish, hash);
    });
  await invitations.complete(invitation);
  return account;
}

/** Counted as a guess, since somebody who only has the link may be making one. */
async function signInAgain(
  { accounts, limits }: Services,
  existing: Account,
  { email, password, from }: InvitedSignUp,
  hash: HashRunner,
) {
  try {
    const account = await limits.guess({ email: normalizeEmail(email), ip: from }, () =>
      accounts.signIn(existing, password, hash),
    );
    if (isBanned(account)) throw new BannedError();
    if (account.temporaryPassword) throw new PasswordChangeRequiredError();
    return account;
  } catch (error) {
    throw error instanceof InvalidCredentialsError ? new InvalidInvitationError() : error;
  }
}
