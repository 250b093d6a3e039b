export const ACCOUNT_ID_LENGTH = 24;

/** The form of an account's id, for patterns of paths. Invitations and audit entries have ids of the same form. */
export const ACCOUNT_ID_PATTERN = `[0-9a-f]{${ACCOUNT_ID_LENGTH}}`;

const ACCOUNT_ID = new RegExp(`^${ACCOUNT_ID_PATTERN}$`);

/** Whether a string has the form of an account's id. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(text);
}
