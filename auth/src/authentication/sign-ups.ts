import { UnavailableError } from '@latchkey/common';
import type { Account } from '../accounts/account';
import { normalizeEmail } from '../accounts/email';
import type { AccountStore } from '../accounts/storage';
import { MAIL_TOKEN_LIVES_MS, parseMailToken } from '../credentials/mail-tokens/mail-tokens';
import { InvalidTokenError } from '../errors/mail-errors';
import type { OutboxEntry } from '../events/outbox-entry';
import type { Invitations } from '../invitations/invitations';
import type { PendingSignUp } from '../sign-ups/sign-up';
import type { SignUpStore } from '../sign-ups/storage';

/** A sign-up that is about to wait for the link of its mail. */
export type SignUpWish = Pick<PendingSignUp, 'email' | 'password' | 'ceremony' | 'invitation'>;

/** What can be done with sign-ups whose addresses are proven before there is an account. */
export function createSignUps(accounts: AccountStore, signUps: SignUpStore, invitations: Invitations) {
  /** @returns undefined where the address or the id is taken, or the invitation is over */
  async function becomeAccount(
    { email, invitation, ...signUp }: PendingSignUp,
    password: string,
    entriesOf: (id: string) => readonly OutboxEntry[],
  ): Promise<Account | undefined> {
    if (await accounts.findByEmail(email)) return undefined;
    // A tombstone keeps the id of an ended invitation from use for minutes only, and a sign-up waits for a day.
    if (invitation !== undefined && !(await invitations.isOpen(invitation))) return undefined;
    const id = invitation ?? signUp.id;
    const [roles, createdAt] = [[], new Date()];
    return accounts.insertWith(
      { id, email, password, roles, createdAt, emailVerifiedAt: createdAt },
      entriesOf(id),
    );
  }

  /** What is left where this fails opens nothing: the address has an account, and ends by itself. */
  async function endAll({ email, invitation: id }: Pick<PendingSignUp, 'email' | 'invitation'>) {
    await Promise.allSettled([signUps.removeAll(email), id !== undefined && invitations.complete({ id })]);
  }

  return {
    /** Writes a sign-up down, whether an account has the address or not. @returns its id */
    async add({ email, ...wish }: SignUpWish): Promise<string> {
      const id = signUps.newId();
      const expiresAt = new Date(Date.now() + MAIL_TOKEN_LIVES_MS.sign_up);
      await signUps.insert({ ...wish, id, email: normalizeEmail(email), tokens: [], expiresAt });
      return id;
    },

    /** Ends all that wait for the address of an account that is deleted, which a crash may have left: their links would make it anew. */
    endAllOf: ({ email }: Pick<Account, 'email'>): Promise<void> => signUps.removeAll(normalizeEmail(email)),

    /** The sign-up that the token of a mail completes. */
    async find(token: string): Promise<PendingSignUp | undefined> {
      const { owner, hash } = parseMailToken(token) ?? {};
      const found = owner === undefined ? undefined : await signUps.find(owner, new Date());
      return hash !== undefined && found?.tokens.includes(hash) ? found : undefined;
    },

    /**
     * Makes the account of a sign-up whose address is proven, and ends all others that wait for the address. The sign-up fixes the
     * id of the account, so of several uses of its token one wins, also after a crash.
     * @param password the hash that the account begins with
     * @throws InvalidTokenError (400 `invalid_token`) where the address or the id is taken, or the invitation is over;
     *   UnavailableError (503) while another account is about to be made for the address
     */
    async complete(
      signUp: PendingSignUp,
      password: string,
      entriesOf: (id: string) => readonly OutboxEntry[],
    ): Promise<Account> {
      const { id, email, invitation } = signUp;
      const account = await becomeAccount(signUp, password, entriesOf);
      // In this order: a claim stays for a while after the account is made.
      const held = account ? undefined : await accounts.addresses.find(email);
      const owner = account ?? (await accounts.findByEmail(email));
      if (!owner && held === 'claimed')
        throw new UnavailableError('Somebody else is signing up with your address right now. Try again.', 1);
      if (owner)
        await endAll({ email, invitation: owner.id === (invitation ?? id) ? invitation : undefined });
      if (!account) throw new InvalidTokenError();
      return account;
    },
  };
}

export type SignUps = ReturnType<typeof createSignUps>;
