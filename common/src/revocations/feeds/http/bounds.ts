/** A line or an event has about a hundred characters; what has more than this is not from the auth service. */
export const MAX_CHARACTERS = 16_384;

/** What a header can carry; a source's word is sent back to sources. */
const POSITION = /^[\x21-\x7e]{1,200}$/;

/** @returns how long an entry lives, in ms, or undefined where a source does not say it */
export function windowOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}

/** @returns the position that a source names, or undefined where it names none that can be sent */
export function positionOf(value: unknown): string | undefined {
  return typeof value === 'string' && POSITION.test(value) ? value : undefined;
}
