import { hostname } from 'node:os';
import { NotFoundError } from '@latchkey/common';
import type { Account } from '../accounts/account';
import { createAccountStore } from '../accounts/account-store';
import { createAdministration } from '../accounts/administration';
import { normalizeEmail } from '../accounts/email';
import { createAudit } from '../events/audit';
import { createAuditStore } from '../events/audit-store';
import type { Connection } from '../database';
import { DEFAULT_LIMITS } from '../limits/limit';
import { createLimits } from '../limits/limits';
import { createLimitsStore } from '../limits/limits-store';
import { ACTOR, type Task } from './command';

/**
 * Does what a command came to, with an entry in the audit trail. The services read from the account what was revoked.
 * @param warn takes a line about what did not go well, though the change was made
 * @returns what to tell
 * @throws CustomError, such as LastAdminError, whose message is for the person who typed the command
 */
export async function doTask(
  { email, action, details, change, tell, remark }: Task,
  connection: Connection,
  warn: (line: string) => void,
): Promise<string> {
  const store = createAccountStore(connection, () => undefined);
  const audit = createAudit(createAuditStore(connection), () =>
    warn('the change was made, but its outcome is missing in the audit trail'),
  );

  function known(account: Account | undefined): Account {
    if (!account) throw new NotFoundError(`there is no account with the email ${normalizeEmail(email)}`);
    return account;
  }

  const target = known(await store.findByEmail(email));
  const entry = { actor: ACTOR, action, target: target.id, details, from: hostname() };
  // What the limits are does not matter to forgetting.
  const { unlock } = createLimits(createLimitsStore(connection), DEFAULT_LIMITS);
  const administration = createAdministration(store, unlock);
  const changed = await audit.record(entry, async () => known(await change(administration, target.id, warn)));
  if (remark) warn(remark(changed));
  return tell(changed);
}
