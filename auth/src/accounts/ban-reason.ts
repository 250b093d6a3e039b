const MOST_CHARACTERS = 500;

/**
 * Says what is wrong with the reason of a ban.
 * @returns a message, or undefined when the reason is fine
 */
export function faultOfReason(reason: string): string | undefined {
  if (/\p{Surrogate}/u.test(reason)) return 'a reason has whole characters';
  if ([...reason].length > MOST_CHARACTERS) return `a reason has at most ${MOST_CHARACTERS} characters`;
  return undefined;
}
