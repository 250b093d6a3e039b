import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccountStore } from '../../accounts/account-store';
import type { Account } from '../../accounts/account';
import { newEvent } from '../../events/account-event';
import { eventOf } from '../../events/acts';
import type { OutboxEntry } from '../../events/outbox-entry';
import { isDuplicateKey, type Connection } from '../../database';
import { ACTOR, CommandError } from '../command';
import type { ImportedAccount } from './read-account';

const MAX_TRIES = 50;
const WAIT_MS = 20;

/** What became of an account of another service. `held`: its email has no account, and is kept for another one for a time. */
export type Added = 'imported' | 'there already' | 'left as it is' | 'held';

/**
 * Makes the function that stores an account, unless its email has one. The audit trail tells of roles that it is given.
 * @throws CommandError when two accounts have one email already
 */
export async function createAddAccount(connection: Connection) {
  const accounts = createAccountStore(
    connection,
    () => undefined,
    () => undefined,
  );
  // The service may not have started yet, and without them two lines can make two accounts of one email.
  await accounts.createIndexes().catch((error: unknown) => {
    throw isDuplicateKey(error)
      ? new CommandError('two accounts have the same email; merge them first')
      : error;
  });

  /** @returns whether it is stored; false when another line or a sign-up was faster */
  async function insert(account: ImportedAccount): Promise<boolean> {
    const id = accounts.newId();
    const entries = entriesOf(id, account.roles);
    return (await accounts.insertWith({ ...account, id }, entries)) !== undefined;
  }

  async function findSame(account: ImportedAccount): Promise<Added | undefined> {
    const found = await accounts.findByEmail(account.email);
    return found && (isSame(found, account) ? 'there already' : 'left as it is');
  }

  return async function addAccount(account: ImportedAccount): Promise<Added> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const before = await findSame(account);
      if (before !== undefined) return before;
      if (await insert(account)) return 'imported';
      // Another line or a sign-up has claimed the email, and is about to store its account.
      await sleep(WAIT_MS);
    }
    // A change of email has reserved it, or what had claimed it has died.
    return 'held';
  };
}

export type AddAccount = Awaited<ReturnType<typeof createAddAccount>>;

/** They are written with the account. */
function entriesOf(id: string, roles: readonly string[]): OutboxEntry[] {
  const author = { actor: ACTOR, from: hostname() };
  const created = { event: newEvent('account_created', id, author) };
  if (roles.length === 0) return [created];
  return [created, { event: eventOf({ ...author, action: 'set_roles', target: id, details: { roles } }) }];
}

function isSame(found: Account, { password, roles }: ImportedAccount): boolean {
  const hasRoles = roles.length === found.roles.length && roles.every((role) => found.roles.includes(role));
  return found.password === password && hasRoles;
}
