import type { Logger } from 'pino';
import type { AccountStore } from '../accounts/storage';
import { normalizeEmail } from '../accounts/email';
import { isOverRoom } from '../accounts/token-room';
import { isVerifiable } from '../credentials/password/password-hash';

/** The oldest are those that came from another service. */
const MAX_SURVEYED = 100_000;

/** So many accounts are named in a warning; to find them all, change these and start again. */
const MAX_NAMED = 20;

/**
 * Warns of accounts whose owners cannot sign in by what is stored, with how many they are. To be called once the service is
 * ready; whatever becomes of it stops nothing.
 * @param isEncrypted whether the session cookie is encrypted, which leaves less room for roles and claims
 */
export async function surveyAccounts(
  accounts: Pick<AccountStore, 'credentials'>,
  isEncrypted: boolean,
  log: Logger,
  stopping: AbortSignal,
): Promise<void> {
  let [surveyed, unverifiable, inOtherForm] = [0, 0, 0];
  const overRoom: string[] = [];
  try {
    for await (const { id, email, password, roles, claims } of accounts.credentials(MAX_SURVEYED)) {
      if (stopping.aborted) return;
      surveyed += 1;
      if (!isVerifiable(password)) unverifiable += 1;
      if (normalizeEmail(email) !== email) inOtherForm += 1;
      if (isOverRoom({ roles, claims }, isEncrypted)) overRoom.push(id);
    }
  } catch (err) {
    if (!stopping.aborted) log.warn({ err }, 'could not count the accounts that nobody can sign in to');
    return;
  }
  if (unverifiable > 0)
    log.warn(
      { accounts: unverifiable, of: surveyed },
      'accounts have password hashes in no format that can be verified, so every password is wrong; docs/security.md names the formats',
    );
  if (inOtherForm > 0)
    log.warn(
      { accounts: inOtherForm, of: surveyed },
      'accounts have emails with capitals, or in another older form, so their owners must type them exactly so; run "admin mend-emails"',
    );
  if (overRoom.length > 0)
    log.warn(
      { accounts: overRoom.length, of: surveyed, ids: overRoom.slice(0, MAX_NAMED) },
      'accounts have more roles and claims than a session cookie has room for, so sign-ins to them may fail; take roles or claims from them',
    );
}
