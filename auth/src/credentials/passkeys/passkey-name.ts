export const MAX_NAME_CODE_POINTS = 64;
/** A code point has two at most. A longer text is to be refused before anything else looks at it. */
export const MAX_RAW_NAME_UNITS = 4 * MAX_NAME_CODE_POINTS;

/** What the makers of common authenticators call theirs. */
const MAKES: Readonly<Record<string, string>> = {
  'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4': 'Google Password Manager',
  'fbfc3007-154e-4ecc-8c0b-6e020557d7bd': 'iCloud Keychain',
  'adce0002-35bc-c60a-648b-0b25f1f05503': 'Chrome on Mac',
  '08987058-cadc-4b81-b6e1-30de50dcbe96': 'Windows Hello',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9': 'Windows Hello',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2': 'Windows Hello',
  'bada5566-a7aa-401f-bd96-45619a55120d': '1Password',
  'd548826e-79b4-db40-a3d8-11116f7e8349': 'Bitwarden',
};

/** What a passkey is called whose owner gave it no name. */
export function defaultName(aaguid: string): string {
  return MAKES[aaguid] ?? `Passkey ${new Date().toISOString().slice(0, 10)}`;
}

/**
 * Says what is wrong with a name.
 * @returns a message, or undefined when the name is fine
 */
export function validateName(name: string): string | undefined {
  const count = [...name].length;
  if (count === 0 || count > MAX_NAME_CODE_POINTS)
    return `Give a name of 1 to ${MAX_NAME_CODE_POINTS} characters.`;
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
    return 'Give a name without control characters or line breaks.';
  return undefined;
}
