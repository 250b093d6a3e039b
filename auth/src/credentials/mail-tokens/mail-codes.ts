import { createHmac, timingSafeEqual } from 'node:crypto';
import { inGroups, normalizeCode, toCode } from '../typed-codes';

const LENGTH = 8;

/**
 * Makes and checks the codes of mails: 40 bits, derived from the ceremony that a code belongs to. Nothing of a code is stored.
 * @param keys MAIL_KEY: the first key makes, and all check
 */
export function createMailCodes(keys: readonly string[]) {
  return {
    /** @returns a code such as `7KQ2-M9XD` */
    make: (id: string): string => inGroups(codeOf(keys[0]!, id)),

    /** Whether a code, as it was typed, is the one of this ceremony. */
    matches(id: string, typed: string): boolean {
      const given = Buffer.from(normalizeCode(typed));
      const codes = keys.map((key) => Buffer.from(codeOf(key, id)));
      return codes.some((code) => given.length === code.length && timingSafeEqual(given, code));
    },
  };
}

export type MailCodes = ReturnType<typeof createMailCodes>;

function codeOf(key: string, id: string): string {
  const mac = createHmac('sha256', key).update(`code:${id}`).digest();
  return toCode(mac.subarray(0, LENGTH));
}
