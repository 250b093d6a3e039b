import type { Account } from '../accounts/account';
import { changeAccount } from '../accounts/change-account';
import { normalizeEmail } from '../accounts/email';
import type { AccountQuery, AccountStore } from '../accounts/storage';
import { AccountNotFoundError } from '../errors';
import type { Acts } from '../events/acts';
import type { Author } from '../events/audit-entry';
import { auditOf, entryOf, type AdminChange } from './admin-change';
import { issueFactorCode, resetFactors, sendReset } from './factor-acts';
import { setTemporaryPassword } from './set-temporary-password';
import { verifyEmail } from './verify-email';

export interface AdministrationParts {
  readonly store: AccountStore;
  readonly acts: Pick<Acts, 'attempt'>;
  /** Forgets failures at an account, by its normalized email and its id: passwords, codes and second factors, from all addresses. */
  readonly forgetFailures: (account: { readonly id: string; readonly email: string }) => Promise<void>;
  /** Told of an account whose temporary password is set, but whose failed sign-ins could not be forgotten. */
  readonly onFailuresKept?: (account: Account) => void;
}

/** What admins do with the accounts of others. */
export interface Administration {
  list(query: AccountQuery): Promise<Account[]>;
  /**
   * Makes a change. Its event is in the same write; a refusal is in the log before it is thrown.
   * @param account as it was just read
   * @returns the account afterwards
   * @throws AccountNotFoundError (404) when it is gone, LastAdminError (409 `last_admin`), UnavailableError (503),
   *   BannedError (403 `banned`) for what needs an account that is not, BadRequestError (400) when the account cannot take the change
   */
  change(account: Account, change: AdminChange, author: Author): Promise<Account>;
}

export function createAdministration({
  store,
  acts,
  forgetFailures,
  onFailuresKept = () => undefined,
}: AdministrationParts): Administration {
  const forgetFailuresOf = ({ id, email }: Account) => forgetFailures({ id, email: normalizeEmail(email) });

  async function apply(account: Account, change: AdminChange, author: Author): Promise<Account | undefined> {
    const entriesOf = (read: Account) => [entryOf(change, read, author)];
    const entries = entriesOf(account);
    switch (change.kind) {
      case 'unban':
        return store.unban(account.id, entries);
      case 'end_sessions':
        return store.endSessions(account.id, entries);
      case 'reset_factors':
        return resetFactors(store, account, (read) => entryOf(change, read, author));
      case 'issue_factor_code':
        return issueFactorCode(store, account, change.token, entries);
      case 'send_reset':
        return sendReset(store, account, entries);
      case 'verify_email':
        return verifyEmail(store, account, entriesOf);
      case 'unlock': {
        // First, since the counters are not in the account: they are not forgotten without an event.
        const found = await store.record(account.id, entries);
        if (found) await forgetFailuresOf(found);
        return found;
      }
      case 'set_password': {
        const changed = await setTemporaryPassword(store, account, change.temporary, entries);
        // The owner made most of them.
        await forgetFailuresOf(changed).catch(() => onFailuresKept(changed));
        return changed;
      }
      default:
        return changeAccount(store, account, change, entriesOf);
    }
  }

  return {
    list: (query) => store.list(query),

    change: (account, change, author) =>
      acts.attempt({ ...author, ...auditOf(change), target: account.id }, async () => {
        const changed = await apply(account, change, author);
        if (!changed) throw new AccountNotFoundError();
        return changed;
      }),
  };
}
