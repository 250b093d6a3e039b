/** The one form that an address is stored and looked up in; providers' own rules are not ours to know. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
