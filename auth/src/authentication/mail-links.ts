import { isBanned, type Account } from '../accounts/account';
import type { EmailProof, UsedToken } from '../accounts/email-storage';
import { findMailToken } from '../accounts/mail-token';
import { proveEmail } from '../accounts/prove-email';
import type { AccountStore } from '../accounts/storage';
import { parseMailToken } from '../credentials/mail-tokens/mail-tokens';
import { InvalidTokenError } from '../errors/mail-errors';
import { newEvent, type EventOrigin, type EventType } from '../events/account-event';

/** What the token of a link opens for an account. */
interface Opened {
  readonly proof: EmailProof;
  readonly events: readonly EventType[];
}

/** Makes the hash of a new password for an account; what it throws leaves the token as it is. */
export type HashFor = (account: Account) => Promise<string>;

/**
 * What the links in mails do. The use of a token and its change are one update: of several uses at once one wins. Each throws
 * InvalidTokenError (400 `invalid_token`), and UnavailableError (503) when other changes keep coming first.
 */
export function createMailLinks(store: AccountStore) {
  /** @param open what the token does to the account as it is now */
  async function use(
    token: string,
    kind: UsedToken['kind'],
    origin: EventOrigin,
    open: (account: Account) => Promise<Opened>,
  ): Promise<Account> {
    const { owner, hash } = parseMailToken(token) ?? {};
    if (owner === undefined || hash === undefined) throw new InvalidTokenError();
    const changed = await proveEmail(store, owner, async (account) => {
      if (isBanned(account) || !findMailToken(account.mailTokens[kind], hash)) return undefined;
      const { proof, events } = await open(account);
      const entries = events.map((type) => ({ event: newEvent(type, account.id, origin) }));
      return { used: { kind, hash }, proof, entries };
    });
    if (!changed) throw new InvalidTokenError();
    return changed;
  }

  return {
    /** Sets a new password. It ends all sessions, a temporary password, and whatever else was mailed. */
    async resetPassword(token: string, origin: EventOrigin, hashFor: HashFor): Promise<Account> {
      let password: string | undefined;
      return use(token, 'reset', origin, async (account) => {
        password ??= await hashFor(account);
        return {
          proof: { ...proofByMail(account), password },
          events: ['password_reset', ...firstProof(account)],
        };
      });
    },
  };
}

export type MailLinks = ReturnType<typeof createMailLinks>;

/** What an address changes that is proven by a mail alone, in no session of the account. */
function proofByMail({ emailVerifiedAt, mailTokens }: Account): EmailProof {
  if (emailVerifiedAt !== undefined) return { sessions: 'none', restore: mailTokens.restore };
  // Another person may have signed up with this address: nothing of that time stays.
  return { sessions: 'none', forgetsDevices: true, purge: { roles: [] }, restore: [] };
}

function firstProof({ emailVerifiedAt }: Account): readonly EventType[] {
  return emailVerifiedAt === undefined ? ['email_verified'] : [];
}
