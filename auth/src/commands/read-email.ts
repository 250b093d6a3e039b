import { MAX_RAW_EMAIL_UNITS, normalizeEmail, validateNewEmail } from '../accounts/email';

/**
 * Reads the email of an account that is to be made, as the routes do.
 * @returns undefined when it is no valid one
 */
export function readEmail(email: unknown): string | undefined {
  const isText = typeof email === 'string' && email.length <= MAX_RAW_EMAIL_UNITS;
  return isText && validateNewEmail(email) === undefined ? normalizeEmail(email) : undefined;
}
