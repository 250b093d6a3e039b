import type { Client, PasskeyPurpose } from '@latchkey/common/client';

/**
 * Reads what a passkey proves, or a new one, from the field that the script fills in.
 * @returns an empty object for what is no JSON object; the auth service then says what is wrong
 */
export function readCredential({ credential = '' }: Readonly<Record<string, string>>): object {
  try {
    const value: unknown = JSON.parse(credential);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * The same for a proof. Where the script could not ask how to use a passkey, the field is empty.
 * @throws LatchkeyError what the auth service says when it is asked once more
 */
export async function credentialOf(
  auth: Client,
  purpose: PasskeyPurpose,
  fields: Readonly<Record<string, string>>,
): Promise<object> {
  if (fields.credential === '') await auth.startPasskey(purpose);
  return readCredential(fields);
}
