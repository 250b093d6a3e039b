import { randomBytes } from 'node:crypto';
import { type RevokedTokens } from '@latchkey/auth/dist/revocations/revocation-log.js';

/** What is revoked: whole users, single sessions, or as many of both. */
export const KINDS = ['users', 'sessions', 'half and half'] as const;
export type Kind = (typeof KINDS)[number];

/** Makes revocations of different users and sessions, as the documents would tell them now. */
export function* revokedTokens(count: number, kind: Kind = 'half and half'): Iterable<RevokedTokens> {
  const revokedAt = new Date();
  for (let i = 0; i < count; i++) {
    const isUser = kind === 'users' || (kind === 'half and half' && i % 2 === 0);
    // As MongoDB's ids and as session ids are.
    if (isUser) yield { kind: 'user', user: randomBytes(12).toString('hex'), gen: 1 + (i % 5), revokedAt };
    else yield { kind: 'session', session: randomBytes(16).toString('base64url'), revokedAt };
  }
}
