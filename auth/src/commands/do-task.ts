import { hostname } from 'node:os';
import { NotFoundError } from '@latchkey/common';
import { createAccountStore } from '../accounts/account-store';
import { normalizeEmail } from '../accounts/email';
import { createAdministration } from '../administration/administration';
import { createActs } from '../events/acts';
import { createEventStore } from '../events/event-store';
import type { Connection } from '../database';
import { DEFAULT_LIMITS } from '../limits/limit';
import { createLimits } from '../limits/limits';
import { createLimitsStore } from '../limits/limits-store';
import { ACTOR, type Task } from './command';

/**
 * Does what a command came to. The audit trail tells of it. The services read from the account what was revoked.
 * @param warn takes a line about what did not go well, though the change was made
 * @returns what to tell
 * @throws CustomError, such as LastAdminError, whose message is for the person who typed the command
 */
export async function doTask(
  { email, change, tell, remark }: Task,
  connection: Connection,
  warn: (line: string) => void,
): Promise<string> {
  const store = createAccountStore(
    connection,
    () => undefined,
    () => undefined,
  );
  const administration = createAdministration({
    store,
    acts: createActs(createEventStore(connection)),
    // What the limits are does not matter to forgetting.
    forgetFailures: createLimits(createLimitsStore(connection), DEFAULT_LIMITS).unlock,
    onFailuresKept: ({ email }) =>
      warn(`the failed sign-ins could not be forgotten; run \`admin unlock ${email}\``),
  });

  const account = await store.findByEmail(email);
  if (!account) throw new NotFoundError(`there is no account with the email ${normalizeEmail(email)}`);
  const made = typeof change === 'function' ? change(account) : change;
  const changed = await administration.change(account, made, { actor: ACTOR, from: hostname() });
  if (remark) warn(remark(changed));
  return tell(changed);
}
