import { ConfigurationError } from '@latchkey/common';
import { readEnvironment } from '@latchkey/common/protocol';
import type { Account } from './accounts/account';
import { createAccountStore, type AccountStore } from './accounts/account-store';
import { normalizeEmail } from './accounts/email';
import { faultOfRoles } from './accounts/roles';
import { databaseVariables } from './config';
import { createConnection, open } from './database';

const USAGE = `Usage: admin grant ROLE EMAIL    gives an account a role
       admin revoke ROLE EMAIL   takes it away
MONGO_URI says where the accounts are. A change takes effect with the next access token.`;

type Change = (roles: readonly string[], role: string) => string[];

const CHANGES = new Map<string, Change>([
  ['grant', (roles, role) => [...new Set([...roles, role])]],
  ['revoke', (roles, role) => roles.filter((existing) => existing !== role)],
]);

const MOST_TRIES = 10;

/** A command that can't be done; its message is for the person who typed it. */
class CommandError extends Error {}

run(process.argv.slice(2)).then(
  (line) => process.stdout.write(`${line}\n`),
  (error: unknown) => {
    const isExpected = error instanceof CommandError || error instanceof ConfigurationError;
    process.stderr.write(`admin: ${isExpected ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

async function run([command = '', role = '', email = '']: string[]): Promise<string> {
  const change = CHANGES.get(command);
  if (!change || !role || !email) throw new CommandError(`not understood\n${USAGE}`);
  const { MONGO_URI } = readEnvironment(process.env, databaseVariables);
  const connection = createConnection();
  try {
    await open(connection, MONGO_URI);
    const { email: name, roles } = await changeRoles(
      createAccountStore(connection),
      normalizeEmail(email),
      (roles) => change(roles, role),
    );
    return `${name} now has: ${roles.join(', ') || 'no roles'}`;
  } finally {
    await connection.close();
  }
}

/** Reads, changes and writes back, again when somebody else changed the account in between. */
async function changeRoles(
  store: AccountStore,
  email: string,
  change: (roles: readonly string[]) => string[],
): Promise<Account> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const account = await store.findByEmail(email);
    if (!account) throw new CommandError(`there is no account with the email ${email}`);
    const roles = change(account.roles);
    if (roles.join() === account.roles.join()) return account;
    const fault = faultOfRoles(roles);
    if (fault !== undefined) throw new CommandError(fault);
    const changed = await store.replaceRoles(account, roles);
    if (changed) return changed;
  }
  throw new CommandError('somebody else keeps changing this account; try again');
}
