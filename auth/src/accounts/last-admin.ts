import { randomUUID } from 'node:crypto';
import { LastAdminError } from '../errors';
import type { Account, AccountChange } from './account';
import type { AccountStore } from './storage';
import { ADMIN } from './roles';

/** A mark that is older was left by a crash. */
const STALE_MS = 30_000;

/** Whether a change takes an admin away. A banned one counts: the ban may end. */
export function takesAdminAway({ roles }: Account, change: AccountChange): boolean {
  if (!roles.includes(ADMIN) || change.kind === 'set_claims') return false;
  return change.kind !== 'set_roles' || !change.roles.includes(ADMIN);
}

/**
 * Takes an admin away, unless it is the last one. It marks the account first, and only then looks for an
 * admin who has no mark: of several at once, each of whom counts on the next, one at least sees a mark. The change hangs
 * on the mark, so that one who was slow enough to lose it has to start over.
 * @param change makes the change on the condition that the mark is on the account
 * @returns what the change returned, or undefined when somebody else was in the way and another try can help
 * @throws LastAdminError (409 `last_admin`)
 */
export async function takeAdminAway<T>(
  { marks }: Pick<AccountStore, 'marks'>,
  account: Account,
  change: (mark: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  const token = randomUUID();
  await marks.removeOlder(new Date(Date.now() - STALE_MS));
  if (!(await marks.put(account, token))) return undefined;

  const mayLeave = await marks.isOtherStaying(account.id);
  const changed = mayLeave ? await change(token) : undefined;
  if (!changed) await marks.remove(account.id, token);
  // Others who are leaving may stay after all.
  if (!mayLeave && !(await marks.isOther(account.id))) throw new LastAdminError();
  return changed;
}
