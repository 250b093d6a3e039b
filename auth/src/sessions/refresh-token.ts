import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A refresh token, `sid.family.t`: the family stays for the life of the session, `t` changes at each refresh. */
export interface RefreshToken {
  readonly sid: string;
  readonly family: string;
  readonly t: string;
}

/** Random bits as base64url text. */
export function randomText(bits: 128 | 256): string {
  return randomBytes(bits / 8).toString('base64url');
}

/** A refresh token has this length, so a longer text is not even looked at. */
const LENGTH = 22 + 1 + 22 + 1 + 43;

/** Reads a refresh token; undefined when it does not have its form. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  if (text.length !== LENGTH) return undefined;
  const match = /^([\w-]{22})\.([\w-]{22})\.([\w-]{43})$/.exec(text);
  return match ? { sid: match[1]!, family: match[2]!, t: match[3]! } : undefined;
}

export function formatRefreshToken({ sid, family, t }: RefreshToken): string {
  return `${sid}.${family}.${t}`;
}

/** What is stored of a secret part of a token. It is random, so a plain hash is enough. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Whether a secret has this hash, in constant time. */
export function hasHash(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash));
}

/** The token after `t`: always the same one, so that two answers to one refresh can't disagree. */
export function successorOf(t: string, seed: string): string {
  return createHmac('sha256', Buffer.from(seed, 'base64url')).update(t).digest('base64url');
}
