import { createHash, createHmac, randomBytes } from 'node:crypto';
import { inGroups, normalizeCode, toCode } from '../typed-codes';

/** 80 bits: only the hash of a code is stored, which nobody can try all codes against. */
const LENGTH = 16;

/** How long a code of a mail is good. */
export const MAILED_FACTOR_CODE_LIFE_MS = 60 * 60_000;

/** How long a code is good that an operator hands on. */
export const OPERATORS_FACTOR_CODE_LIFE_MS = 24 * 60 * 60_000;

/** A code that allows the first factor of an account, such as `7KQ2-M9XD-04GT-ZB6P`, with its hash, which alone is stored. */
export interface FactorCode {
  readonly code: string;
  readonly hash: string;
}

/** Makes a code for an account by chance. */
export function newFactorCode(account: string): FactorCode {
  return factorCode(account, randomBytes(LENGTH));
}

/** Makes the code of a mail for an account. It is derived from the id of the request, so each sending of it has the same code. */
export type MakeFactorCode = (account: string, id: string) => FactorCode;

/** @param keys MAIL_KEY: the first key makes */
export function createFactorCodes([key = '']: readonly string[]): MakeFactorCode {
  return function mailedFactorCode(account, id) {
    const mac = createHmac('sha256', key).update(`factor-code:${id}`).digest();
    return factorCode(account, mac.subarray(0, LENGTH));
  };
}

/** @param typed a code of this account, as it was typed */
export function factorCodeHash(account: string, typed: string): string {
  return createHash('sha256')
    .update(`factor-code:${account}:${normalizeCode(typed)}`)
    .digest('base64url');
}

function factorCode(account: string, bytes: Uint8Array): FactorCode {
  const code = inGroups(toCode(bytes));
  return { code, hash: factorCodeHash(account, code) };
}
