import type { Request } from 'express';
import { isBanned, type Account } from '../accounts/account';
import type { EmailProof, UsedToken } from '../accounts/email-storage';
import { findMailToken, type MailToken } from '../accounts/mail-token';
import { proveEmail } from '../accounts/prove-email';
import type { AccountStore } from '../accounts/storage';
import { parseMailToken } from '../credentials/mail-tokens/mail-tokens';
import { NOBODYS_HASH } from '../credentials/password/password-hash';
import { InvalidTokenError } from '../errors/mail-errors';
import type { EventType } from '../events/account-event';
import type { OutboxEntry } from '../events/outbox-entry';
import { proofByMail, proofOfOwner, type OwnBrowser } from './email-proofs';
import { entryOf } from './entry-of';

/** What the token of a link does to an account. */
export interface Opened {
  readonly proof: EmailProof;
  readonly entries: readonly OutboxEntry[];
}

/** Makes the hash of a new password for an account; what it throws leaves the token as it is. */
export type HashFor = (account: Pick<Account, 'email'>) => Promise<string>;

/**
 * Uses the token of a link. The use and the change are one update: of several uses at once one wins.
 * @param open what the token does to the account as it is now
 * @throws InvalidTokenError (400 `invalid_token`), UnavailableError (503) when other changes keep coming first
 */
export async function useMailToken(
  store: AccountStore,
  kind: UsedToken['kind'],
  token: string,
  open: (account: Account, found: MailToken) => Promise<Opened>,
): Promise<Account> {
  const { owner, hash } = parseMailToken(token) ?? {};
  if (owner === undefined || hash === undefined) throw new InvalidTokenError();
  const changed = await proveEmail(store, owner, async (account) => {
    const found = isBanned(account) ? undefined : findMailToken(account.mailTokens[kind], hash);
    return found && { used: { kind, hash }, ...(await open(account, found)) };
  });
  if (!changed) throw new InvalidTokenError();
  return changed;
}

/** What links do that leave the address as it is. Each throws what `useMailToken` throws. */
export function createMailLinks(store: AccountStore) {
  return {
    /** Sets a new password. It ends all sessions, a temporary password, and whatever else was mailed. */
    async resetPassword(req: Request, token: string, hashFor: HashFor): Promise<Account> {
      let password: string | undefined;
      return useMailToken(store, 'reset', token, async (account) => {
        password ??= await hashFor(account);
        const types: EventType[] = ['password_reset', ...firstProof(account)];
        return { proof: { ...proofByMail(req, account), password }, entries: entriesOf(req, types, account) };
      });
    },

    /**
     * Verifies the address.
     * @param findOwn whether this browser is the account's already: then nothing but other sessions and devices goes
     * @param hashFor makes the hash of a new password, which any other browser has to choose
     */
    async verifyEmail(
      req: Request,
      token: string,
      findOwn: (account: Account) => Promise<OwnBrowser | undefined>,
      hashFor: HashFor,
    ): Promise<Account> {
      let password: string | undefined;
      return useMailToken(store, 'verify', token, async (account) => {
        const own = await findOwn(account);
        if (own) return { proof: proofOfOwner(own), entries: entriesOf(req, ['email_verified'], account) };
        password ??= await hashFor(account);
        const entries = entriesOf(req, ['password_reset', 'email_verified'], account);
        return { proof: { ...proofByMail(req, account), password }, entries };
      });
    },

    /**
     * Verifies the address of an account by a code that was mailed to it. The password of the unproven time goes, too.
     * @param isDue whether the account, as it is now, may be proven by the code
     * @returns the account afterwards, or undefined where it may not
     */
    verifyByCode: (
      req: Request,
      id: string,
      isDue: (account: Account) => boolean,
    ): Promise<Account | undefined> =>
      proveEmail(store, id, (account) => {
        if (!isDue(account)) return Promise.resolve(undefined);
        const proof = { ...proofByMail(req, account), password: NOBODYS_HASH };
        return Promise.resolve({ proof, entries: entriesOf(req, firstProof(account), account) });
      }),
  };
}

export type MailLinks = ReturnType<typeof createMailLinks>;

function entriesOf(req: Request, types: readonly EventType[], { id }: Account): OutboxEntry[] {
  return types.map((type) => entryOf(req, type, id));
}

function firstProof({ emailVerifiedAt }: Account): readonly EventType[] {
  return emailVerifiedAt === undefined ? ['email_verified'] : [];
}
