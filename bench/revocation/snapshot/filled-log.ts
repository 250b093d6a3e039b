import { createRevocationLog, type RevocationLog } from '@latchkey/auth/dist/revocations/revocation-log.js';
import { revokedTokens, type Kind } from '../entries.js';

const TOKEN_LIFE_MS = 900_000;

/** The auth service's log with so many entries from the environment, read as it reads MongoDB. */
export async function fillLog(env: NodeJS.ProcessEnv): Promise<RevocationLog> {
  const log = createRevocationLog(TOKEN_LIFE_MS);
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
