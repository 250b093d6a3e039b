import type { RevocationSource } from '@latchkey/auth/dist/revocations/revocation-log.js';
import { revokedTokens } from '../revocation/entries.js';

/** As many as the driver has in one batch of MongoDB's. */
const BATCH = 1000;

/** Where so many revocations are read from, as from MongoDB's documents: evenly old, up to an age in ms. */
export function sourceOf(count: number, maxAge: number): RevocationSource {
  return {
    async *revokedSince() {
      const now = Date.now();
      let made = 0;
      for (const tokens of revokedTokens(count)) {
        yield { ...tokens, revokedAt: new Date(now - (maxAge * made) / count) };
        // What a cursor waits for, other requests use.
        if (++made % BATCH === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
