import { createRevocationLog, type RevocationLog } from '@latchkey/auth/dist/revocations/revocation-log.js';
import { revokedTokens, type Kind } from '../entries.js';

const WINDOW_MS = 960_000;

/** The auth service's log with so many entries from the environment, read as it reads MongoDB. */
export async function fillLog(env: NodeJS.ProcessEnv): Promise<RevocationLog> {
  const log = createRevocationLog({
    window: WINDOW_MS,
    askPrimary: () => Promise.resolve({ election: undefined, now: Date.now() }),
  });
  const entries = revokedTokens(Number(env.ENTRIES), env.KIND as Kind);
  await log.readAll([
    {
      // eslint-disable-next-line @typescript-eslint/require-await -- what a store has is asynchronous
      async *revokedSince() {
        yield* entries;
      },
    },
  ]);
  return log;
}
