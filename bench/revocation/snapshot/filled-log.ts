import { readLog } from '@latchkey/auth/dist/jobs/read-log.js';
import { createRevocationLog, type RevocationLog } from '@latchkey/auth/dist/revocations/revocation-log.js';
import { sourceOf, type Kind } from '../entries.js';

/** Longer than the bench takes, so that nothing is dropped meanwhile. */
const WINDOW_MS = 7_200_000;
const ELECTION = '7fffffff0000000000000001';

/** The auth service's log with so many entries from the environment, read as it reads MongoDB, and kept current. */
export async function fillLog(env: NodeJS.ProcessEnv): Promise<RevocationLog> {
  const log = createRevocationLog({
    window: WINDOW_MS,
    askPrimary: () => Promise.resolve({ election: ELECTION, now: Date.now() }),
  });
  await log.readAll([sourceOf(Number(env.ENTRIES), env.KIND as Kind)]);
  // A source that is no longer current turns its followers away.
  void readLog(log, [], { away: console.error, back: () => undefined }, new AbortController().signal);
  return log;
}
