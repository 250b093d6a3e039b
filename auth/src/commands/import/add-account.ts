import { hostname } from 'node:os';
import { createAccountStore } from '../../accounts/account-store';
import type { Account } from '../../accounts/account';
import { createAudit } from '../../events/audit';
import { createAuditStore } from '../../events/audit-store';
import { isDuplicateKey, type Connection } from '../../database';
import { AccountExistsError } from '../../errors';
import { ACTOR, CommandError } from '../command';
import type { ImportedAccount } from './read-account';

/** What became of an account of another service. */
export type Added = 'imported' | 'there already' | 'left as it is';

/**
 * Makes the function that stores an account, unless its email has one. Roles that it is given are in the audit trail.
 * @param warn takes a line about what did not go well, though the account was made
 * @throws CommandError when two accounts have one email already
 */
export async function createAddAccount(connection: Connection, warn: (line: string) => void) {
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
  const audit = createAudit(createAuditStore(connection), () =>
    warn('an account was made, but the outcome of granting its roles is missing in the audit trail'),
  );

  /** @throws AccountExistsError when another line or a sign-up was faster */
  async function insert(account: ImportedAccount, id: string): Promise<void> {
    if (!(await accounts.insertWith({ ...account, id }))) throw new AccountExistsError();
  }

  async function insertAudited(account: ImportedAccount): Promise<void> {
    const [id, { roles }] = [accounts.newId(), account];
    if (roles.length === 0) return insert(account, id);
    const entry = {
      actor: ACTOR,
      action: 'set_roles',
      target: id,
      details: { roles },
      from: hostname(),
    } as const;
    await audit.record(entry, () => insert(account, id));
  }

  async function findSame(account: ImportedAccount): Promise<Added | undefined> {
    const found = await accounts.findByEmail(account.email);
    return found && (isSame(found, account) ? 'there already' : 'left as it is');
  }

  return async function addAccount(account: ImportedAccount): Promise<Added> {
    const before = await findSame(account);
    if (before !== undefined) return before;
    try {
      await insertAudited(account);
      return 'imported';
    } catch (error) {
      if (!(error instanceof AccountExistsError)) throw error;
      return (await findSame(account)) ?? 'left as it is';
    }
  };
}

export type AddAccount = Awaited<ReturnType<typeof createAddAccount>>;

function isSame(found: Account, { password, roles }: ImportedAccount): boolean {
  const hasRoles = roles.length === found.roles.length && roles.every((role) => found.roles.includes(role));
  return found.password === password && hasRoles;
}
