/** The digits of Crockford's base 32: none is taken for another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = /.{4}(?=.)/g;
/** A code as it may be typed, with blanks and hyphens in it. */
export const MAX_RAW_CODE_UNITS = 32;

/** Makes a code of 5 bits of each byte, so each digit is equally likely where each byte is. */
export function toCode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => DIGITS[byte & 31]).join('');
}

/** A code in groups of four, such as `7KQ2-M9XD`. */
export function inGroups(code: string): string {
  return code.replaceAll(GROUP, '$&-');
}

/** Capitals without blanks and hyphens; letters that look like digits are these digits. */
export function normalizeCode(typed: string): string {
  const capitals = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return capitals.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
