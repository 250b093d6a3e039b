import { hostname } from 'node:os';
import { createAccountStore } from '../accounts/account-store';
import { normalizeEmail, validateNewEmail } from '../accounts/email';
import type { AccountStore } from '../accounts/storage';
import { createActs, eventOf } from '../events/acts';
import type { AuditedAction } from '../events/audit-entry';
import { createEventStore } from '../events/event-store';
import type { Connection } from '../database';
import { AccountExistsError } from '../errors';
import { ACTOR, CommandError, type Mend } from './command';

/** `mend-emails` */
export function readMend(args: readonly string[]): Mend | undefined {
  return args.length === 0 ? { mends: 'emails' } : undefined;
}

/**
 * Brings the emails that are stored in another form than the one that is looked up into that form; the audit
 * trail tells of each. It can be repeated.
 * @param warn takes a line about each account that needs a person's eyes, by its id
 * @returns how many were mended
 * @throws CommandError with the same, when two accounts have one address
 */
export async function mendEmails(connection: Connection, warn: (line: string) => void): Promise<string> {
  const store = createAccountStore(
    connection,
    () => undefined,
    () => undefined,
  );
  const acts = createActs(createEventStore(connection));
  let [mended, taken] = [0, 0];
  for await (const { id, email } of store.credentials()) {
    const normal = normalizeEmail(email);
    const fault = validateNewEmail(normal);
    if (fault !== undefined) warn(`the email of account ${id} would be refused at a sign-up: ${fault}`);
    if (normal === email) continue;
    const act = { actor: ACTOR, action: 'mend_email', target: id, details: {}, from: hostname() } as const;
    try {
      await acts.attempt(act, () => mend(store, email, normal, act));
      mended += 1;
    } catch (error) {
      if (!(error instanceof AccountExistsError)) throw error;
      taken += 1;
      warn(`account ${id} is left as it is: another account has its address; delete or change one of them`);
    }
  }
  const summary = `${mended} mended, ${taken} left as they are`;
  if (taken > 0) throw new CommandError(summary);
  return summary;
}

/** @throws AccountExistsError (409 `email_in_use`) */
async function mend(store: AccountStore, email: string, normal: string, act: AuditedAction): Promise<void> {
  const entries = [{ event: eventOf(act) }];
  if (!(await store.mendEmail({ id: act.target, email }, normal, entries))) throw new AccountExistsError();
}
