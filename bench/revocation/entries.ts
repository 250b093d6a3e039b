import { randomBytes } from 'node:crypto';
import type { RevocationSource, RevokedTokens } from '@latchkey/auth/dist/revocations/revocation-log.js';

/** What is revoked: whole users, single sessions, or as many of both. */
export const KINDS = ['users', 'sessions', 'half and half'] as const;
export type Kind = (typeof KINDS)[number];

/** As many as the driver has in one batch of MongoDB's. */
const BATCH = 1000;
/** Of the oldest entry: the most that a list holds by default. */
const MAX_AGE_MS = 900_000;

/** Where so many revocations are read from, as from MongoDB's documents: of different users and sessions, evenly old. */
export function sourceOf(count: number, kind: Kind = 'half and half'): RevocationSource {
  return {
    async *revokedSince() {
      let made = 0;
      for (const revoked of revokedTokens(count, kind)) {
        yield revoked;
        // What a cursor waits for, other requests use.
        if (++made % BATCH === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Makes revocations of different users and sessions, newest first. */
export function* revokedTokens(count: number, kind: Kind = 'half and half'): Iterable<RevokedTokens> {
  const now = Date.now();
  for (let i = 0; i < count; i++) {
    const revokedAt = new Date(now - (MAX_AGE_MS * i) / count);
    const isUser = kind === 'users' || (kind === 'half and half' && i % 2 === 0);
    // As MongoDB's ids and as session ids are.
    if (isUser) yield { kind: 'user', user: randomBytes(12).toString('hex'), gen: 1 + (i % 5), revokedAt };
    else yield { kind: 'session', session: randomBytes(16).toString('base64url'), revokedAt };
  }
}
