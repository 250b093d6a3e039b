import type { CustomClaims } from '@latchkey/common';

/** The form of a name in claims, as a regular expression. */
export const CLAIM_NAME_FORM = '[A-Za-z][A-Za-z0-9_-]{0,31}';
const NAME = new RegExp(`^${CLAIM_NAME_FORM}$`);
export const MAX_CLAIM_NAMES = 32;
export const MAX_CLAIM_DEPTH = 3;
/** Alone; with the roles beside them see token-room.ts. */
export const MAX_CLAIM_BYTES = 580;

/**
 * Says what is wrong with the claims of an account: they travel in every token, and services of any language read them.
 * @returns a message, or undefined when they are fine
 */
export function validateClaims(claims: unknown): string | undefined {
  if (!isObject(claims)) return 'claims are a JSON object';
  const fault = validateValue(claims, 1);
  if (fault !== undefined) return fault;
  if (countNames(claims) > MAX_CLAIM_NAMES) return `claims have at most ${MAX_CLAIM_NAMES} names`;
  if (bytesAsJson(claims) > MAX_CLAIM_BYTES) return `claims have at most ${MAX_CLAIM_BYTES} bytes as JSON`;
  return undefined;
}

/** How long a value is in a token, as UTF-8. */
export function bytesAsJson(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Whether there is anything in them. */
export function hasClaims(claims: CustomClaims): boolean {
  return Object.keys(claims).length > 0;
}

function validateValue(value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return validateText(value);
  if (typeof value === 'number') return validateNumber(value);
  if (!isObject(value) && !Array.isArray(value)) return 'claims hold nothing but JSON values';
  // Asked on the way down, so that no depth of a body is followed further.
  if (depth > MAX_CLAIM_DEPTH) return `claims are nested at most ${MAX_CLAIM_DEPTH} levels deep`;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  // A name that every object has would be found where nobody has set it.
  if (!names.every((name) => NAME.test(name) && !(name in Object.prototype)))
    return 'a name in claims is a letter and up to 31 letters, digits, underscores and hyphens, and none that every JavaScript object has';
  return first(Object.values(value), (each) => validateValue(each, depth + 1));
}

/** JSON can carry halves of characters, which UTF-8 has no bytes for. */
function validateText(text: string): string | undefined {
  return /\p{Surrogate}/u.test(text) ? 'a string in claims has whole characters' : undefined;
}

/** A larger integer is another one after it was parsed (RFC 8259, section 6). */
function validateNumber(number: number): string | undefined {
  const isExact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return isExact ? undefined : 'an integer in claims is at most 2^53 - 1; write a larger one as a string';
}

function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, each) => sum + countNames(each), own);
}

function isObject(value: unknown): value is CustomClaims {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
