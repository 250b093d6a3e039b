import { keyOf } from '@latchkey/common/protocol';
import { createOutageLog } from '@latchkey/common/server';
import { pino } from 'pino';
import { readLog } from '../../src/jobs/read-log';
import { startAuth, type TestAuth } from './auth-service';
import type { collectLogs } from './logs';

/** The stores that tell what was revoked. */
export const sourcesOf = ({ services: { stores } }: TestAuth) => [stores.accounts, stores.sessions];

/** Boots a replica that reads every second what was revoked, as `main` does. */
export async function startReplica(
  env: NodeJS.ProcessEnv = {},
  logs?: ReturnType<typeof collectLogs>,
): Promise<TestAuth> {
  const auth = await startAuth(env);
  const stopping = new AbortController();
  const log = logs ? pino({}, logs.stream) : pino({ level: 'silent' });
  await auth.services.revocations.readAll(sourcesOf(auth));
  const reading = readLog(
    auth.services.revocations,
    sourcesOf(auth),
    createOutageLog(log, 'MongoDB'),
    stopping.signal,
  );
  return {
    ...auth,
    async stop() {
      stopping.abort();
      await reading;
      await auth.stop();
    },
  };
}

/** What a replica holds as revoked, as the keys of the wire have it. */
export function held({ services: { revocations } }: TestAuth): string[] {
  return [...revocations.list.entries()].map(keyOf);
}
