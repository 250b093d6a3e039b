import type { MatchEstimated } from '@zxcvbn-ts/core';
import { dictionary } from '@zxcvbn-ts/language-common';
import { withoutWords, wordsOfEmail, wordsOfNames } from './context-words';
import { passwordEstimator } from './password-estimate';
import { formsOf } from './password-forms';

/**
 * As many guesses as a random password of 8 characters takes by zxcvbn's count, ten a character. The counters let 100 a day
 * through, so that this many take 2,700 years.
 */
const MIN_GUESSES_LOG10 = 8;

/** Why a password is easy to guess. */
export type Weakness = 'common' | 'email' | 'name' | 'repeat' | 'sequence' | 'date' | 'word';

const WEAKNESS_OF_PATTERN: Readonly<Record<string, Weakness>> = {
  repeat: 'repeat',
  sequence: 'sequence',
  spatial: 'sequence',
  date: 'date',
  regex: 'date',
};

export interface BlocklistSettings {
  /** Minimum length of a password, in code points; a random one of that length passes. */
  readonly minLength: number;
  /** The name of the application, which people put into their passwords. */
  readonly appName: string;
}

/**
 * Makes the function that says why a password is easy to guess for somebody who knows lists of common ones, words, patterns, and
 * whose password it is for what (NIST SP 800-63B-4, section 3.1.1.2); undefined when it is not.
 */
export function createBlocklist({ minLength, appName }: BlocklistSettings) {
  const common = new Set(dictionary['passwords-common']);
  const estimate = passwordEstimator();
  const minGuesses = 10 ** Math.min(MIN_GUESSES_LOG10, minLength);
  const nameWords = wordsOfNames('Latchkey', appName);

  return function weaknessOf(password: string, email: string): Weakness | undefined {
    const lower = password.toLowerCase();
    if (common.has(lower)) return 'common';
    const emailWords = wordsOfEmail(email);
    for (const { text, factor } of formsOf(lower)) {
      const withoutEmail = withoutWords(text, emailWords);
      const rest = withoutWords(withoutEmail, nameWords);
      // Which letters are capitals makes more guesses, so it is kept where it is known.
      const { guesses, parts } = estimate(rest === lower ? password : rest, minGuesses / factor);
      if (guesses * factor >= minGuesses) continue;
      if (rest !== text) return withoutEmail === text ? 'name' : 'email';
      return WEAKNESS_OF_PATTERN[longestKnown(parts)?.pattern ?? ''] ?? 'word';
    }
    return undefined;
  };
}

/** The longest part that is not just any characters. */
function longestKnown(parts: readonly MatchEstimated[]): MatchEstimated | undefined {
  return parts
    .filter(({ pattern }) => pattern !== 'bruteforce' && pattern !== 'separator')
    .toSorted((a, b) => b.token.length - a.token.length)[0];
}
