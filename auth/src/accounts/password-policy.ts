import { dictionary } from '@zxcvbn-ts/language-common';

const MOST_CODE_POINTS = 256;

export interface PasswordPolicySettings {
  /** The least length, in code points. */
  readonly minLength: number;
  /** Whether common passwords are refused. */
  readonly blocklist: boolean;
}

/**
 * Makes the function that says what is wrong with a new password, or undefined when it is fine: its length and a
 * list of common ones, and no rules about kinds of characters (NIST SP 800-63B, section 3.1.1.2).
 */
export function createPasswordPolicy({ minLength, blocklist }: PasswordPolicySettings) {
  const common = new Set(
    blocklist ? dictionary['passwords-common'].filter((word) => word.length >= minLength) : [],
  );

  return function faultOfPassword(password: string): string | undefined {
    const length = [...password.normalize('NFC')].length;
    // JSON can carry halves of characters; hashing takes all of them for the same one.
    if (/\p{Surrogate}/u.test(password)) return 'Take a password of whole characters.';
    if (length < minLength) return `Take a password of at least ${minLength} characters.`;
    if (length > MOST_CODE_POINTS) return `Take a password of at most ${MOST_CODE_POINTS} characters.`;
    if (common.has(password.normalize('NFC').toLowerCase())) {
      return 'This password is among the most common ones, which are guessed first. Take another.';
    }
    return undefined;
  };
}

export type PasswordPolicy = ReturnType<typeof createPasswordPolicy>;
