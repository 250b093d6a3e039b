import { createBlocklist, type Weakness } from './password-blocklist';
import { MAX_PASSWORD_CODE_POINTS, MAX_RAW_PASSWORD_UNITS } from './password-hash';

/** More than any language needs (UAX #15, section 13); with more, NFC takes quadratic time. */
const MAX_MARKS_IN_A_ROW = 30;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MAX_MARKS_IN_A_ROW + 1}}`, 'u');
const TOO_LONG = `Use at most ${MAX_PASSWORD_CODE_POINTS} characters.`;

const WEAKNESSES: Readonly<Record<Weakness, string>> = {
  common: 'This password is one of the most common.',
  email: 'This password is your email address, or a part of it with little added.',
  name: 'This password is the name of this application with little added.',
  repeat: 'This password repeats the same characters.',
  sequence: 'This password is a sequence or a pattern of keys.',
  date: 'This password is a date with little added.',
  word: 'This password is a common word or name with little added.',
};
const ADVICE = 'Use several unrelated words, or a password manager.';

export interface PasswordPolicySettings {
  /** Minimum length, in code points. */
  readonly minLength: number;
  /** Whether passwords that are easy to guess are refused. */
  readonly blocklist: boolean;
  /** The name of the application, which people put into their passwords. */
  readonly appName: string;
}

/** Says what is wrong with a new password for the account with this email, or undefined when nothing is. */
export type PasswordPolicy = (password: string, email: string) => string | undefined;

/**
 * Makes the function that validates a new password: its length, and how easy it is to guess. There are no rules about kinds of
 * characters (NIST SP 800-63B-4, section 3.1.1.2).
 */
export function createPasswordPolicy({ blocklist, ...settings }: PasswordPolicySettings): PasswordPolicy {
  const { minLength } = settings;
  const weaknessOf = blocklist ? createBlocklist(settings) : () => undefined;

  return function validatePassword(password, email) {
    if (password.length > MAX_RAW_PASSWORD_UNITS) return TOO_LONG;
    // JSON can carry halves of characters; hashing takes all of them for the same one.
    if (/\p{Surrogate}/u.test(password)) return 'Use whole characters only.';
    if (TOO_MANY_MARKS.test(password)) return `Use at most ${MAX_MARKS_IN_A_ROW} combining marks in a row.`;
    const normal = password.normalize('NFC');
    const length = [...normal].length;
    if (length < minLength) return `Use at least ${minLength} characters.`;
    if (length > MAX_PASSWORD_CODE_POINTS) return TOO_LONG;
    const weakness = weaknessOf(normal, email);
    return weakness && `${WEAKNESSES[weakness]} ${ADVICE}`;
  };
}
