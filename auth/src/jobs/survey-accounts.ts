import type { Logger } from 'pino';
import type { AccountStore } from '../accounts/storage';
import { normalizeEmail } from '../accounts/email';
import { isVerifiable } from '../credentials/password/password-hash';

/** The oldest are those that came from another service. */
const MAX_SURVEYED = 100_000;

/**
 * Warns of accounts whose owners cannot sign in by what is stored, with how many they are. To be called once the service is
 * ready; whatever becomes of it stops nothing.
 */
export async function surveyAccounts(
  accounts: Pick<AccountStore, 'credentials'>,
  log: Logger,
  stopping: AbortSignal,
): Promise<void> {
  let [surveyed, unverifiable, inOtherForm] = [0, 0, 0];
  try {
    for await (const { email, password } of accounts.credentials(MAX_SURVEYED)) {
      if (stopping.aborted) return;
      surveyed += 1;
      if (!isVerifiable(password)) unverifiable += 1;
      if (normalizeEmail(email) !== email) inOtherForm += 1;
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
}
