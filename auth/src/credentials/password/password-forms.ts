/** What people write for letters; only where a letter follows, since a number at the end is one. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ '4': 'a', '@': 'a', '8': 'b', '3': 'e', '6': 'g', '9': 'g', '1': 'i', '!': 'i', '|': 'i' },
  ...{ '0': 'o', $: 's', '5': 's', '7': 't', '+': 't', '2': 'z' },
};
const WRITTEN_FOR_LETTERS = /[48@361!|0$5972+]{1,4}(?=\p{L})/gu;
/** What people append where a sign is asked for. */
const SIGNS_AT_THE_END = /[\p{P}\p{S}]{1,3}$/u;

/** One way to read a password. */
export interface PasswordForm {
  readonly text: string;
  /** How many passwords are read in this way, at least. */
  readonly factor: number;
}

/** A lower-cased password as it is, and without signs at its end and with letters for what is written for them, if that differs. */
export function formsOf(password: string): PasswordForm[] {
  const core = password.replace(SIGNS_AT_THE_END, '');
  const letters = core.replace(WRITTEN_FOR_LETTERS, (signs) =>
    Array.from(signs, (sign) => LETTERS[sign]).join(''),
  );
  const typed = { text: password, factor: 1 };
  if (letters === password || letters === '') return [typed];
  const substitution = letters === core ? 1 : 2;
  return [typed, { text: letters, factor: substitution * 10 ** (password.length - core.length) }];
}
