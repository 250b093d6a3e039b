import { createHmac } from 'node:crypto';
import { hashOf, type RefreshToken } from './refresh-token';

/** What the account cookie carries, `sid.mac`: made from the refresh token's family, so it stays for the life of the session. */
export interface AccountToken {
  readonly sid: string;
  readonly mac: string;
}

/** `sid.mac` has this length, so a longer text is not even looked at. */
const LENGTH = 22 + 1 + 43;

/** Reads an account token; undefined when it does not have its form. */
export function parseAccountToken(text: string): AccountToken | undefined {
  if (text.length !== LENGTH) return undefined;
  const match = /^([\w-]{22})\.([\w-]{43})$/.exec(text);
  return match ? { sid: match[1]!, mac: match[2]! } : undefined;
}

export function formatAccountToken({ sid, mac }: AccountToken): string {
  return `${sid}.${mac}`;
}

/** The account token of the session that a refresh token is of. It does not lead back to the family. */
export function accountTokenOf({ sid, family }: Omit<RefreshToken, 't'>): AccountToken {
  const mac = createHmac('sha256', Buffer.from(family, 'base64url')).update('account').digest('base64url');
  return { sid, mac };
}

/** What a session stores of its account token. */
export function accountHashOf(token: Omit<RefreshToken, 't'>): string {
  return hashOf(accountTokenOf(token).mac);
}
