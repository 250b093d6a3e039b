import { createHash } from 'node:crypto';

/** What an email counts as. It is hashed: who has no account here should not be on record either. */
export function accountKey(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}
