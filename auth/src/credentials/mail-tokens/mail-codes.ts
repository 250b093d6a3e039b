import { createHmac, timingSafeEqual } from 'node:crypto';

/** The digits of Crockford's base 32: none is taken for another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
/** A code as it may be typed, with blanks and hyphens in it. */
export const MAX_RAW_CODE_UNITS = 32;

/**
 * Makes and checks the codes of mails: 40 bits, derived from the ceremony that a code belongs to. Nothing of a code is stored.
 * @param keys MAIL_KEY: the first key makes, and all check
 */
export function createMailCodes(keys: readonly string[]) {
  return {
    /** @returns a code such as `7KQ2-M9XD` */
    make(id: string): string {
      const code = codeOf(keys[0]!, id);
      return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
    },

    /** Whether a code, as it was typed, is the one of this ceremony. */
    matches(id: string, typed: string): boolean {
      const given = Buffer.from(normalizeCode(typed));
      const codes = keys.map((key) => Buffer.from(codeOf(key, id)));
      return codes.some((code) => given.length === code.length && timingSafeEqual(given, code));
    },
  };
}

export type MailCodes = ReturnType<typeof createMailCodes>;

/** Capitals without blanks and hyphens; letters that look like digits are these digits. */
function normalizeCode(typed: string): string {
  const capitals = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return capitals.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function codeOf(key: string, id: string): string {
  const mac = createHmac('sha256', key).update(`code:${id}`).digest();
  // A digit takes 5 of 8 bits, so each digit is equally likely.
  return Array.from(mac.subarray(0, LENGTH), (byte) => DIGITS[byte & 31]).join('');
}
