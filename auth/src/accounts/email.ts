/**
 * More than an address of 254 characters (RFC 5321, section 4.5.3.1.3) has in UTF-16 units, with spaces around it or with
 * accents as characters of their own. A longer text is to be refused before it is normalized.
 */
export const MAX_RAW_EMAIL_UNITS = 320;

/** The one form that an address is stored and looked up in; providers' own rules are not ours to know. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
