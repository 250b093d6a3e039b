export const MAX_REASON_CODE_POINTS = 500;
/** A code point has two at most. A longer text is to be refused before anything else looks at it. */
export const MAX_REASON_UNITS = 2 * MAX_REASON_CODE_POINTS;

/**
 * Says what is wrong with the reason of a ban.
 * @returns a message, or undefined when the reason is fine
 */
export function validateReason(reason: string): string | undefined {
  if (reason.length > MAX_REASON_UNITS || [...reason].length > MAX_REASON_CODE_POINTS)
    return `a reason has at most ${MAX_REASON_CODE_POINTS} characters`;
  if (/\p{Surrogate}/u.test(reason)) return 'a reason has whole characters';
  return undefined;
}
