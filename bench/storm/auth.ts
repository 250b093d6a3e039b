import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '@latchkey/auth/dist/apps/public.js';
import { createInternalApp } from '@latchkey/auth/dist/apps/internal.js';
import { createFollowers } from '@latchkey/common/protocol';
import { readLog } from '@latchkey/auth/dist/jobs/read-log.js';
import { createMetrics } from '@latchkey/auth/dist/observability/metrics.js';
import { listen } from '@latchkey/common/server';
import { openServices } from '../auth/open-services.js';
import { sourceOf } from '../revocation/entries.js';

/** What the parent wants: that the entries are read and then all that is new, or how the event loop did. */
export type AuthOrder = 'read' | 'loop';

/** Once the entries are read, and what the loop was held up by since the last answer, at most, in ms. */
export interface AuthAnswer {
  readonly loopMs: number;
}

/**
 * The auth service over HTTP, in a process of its own, whose log is read from a source of so many ENTRIES: to put a million
 * documents into the database would take longer than all else. It listens before that, as it does under its own main.
 */
const { config, connection, services, log } = await openServices();
const metrics = createMetrics({
  isDatabaseUp: () => true,
  hashesWaiting: services.hashes.waiting,
  revocations: services.revocations,
});
const options = { maxConnections: config.MAX_CONNECTIONS };
const followers = createFollowers(config.MAX_FOLLOWERS);
const internal = createInternalApp({ config, services, log, metrics, followers, isReady: () => true });
await listen(internal, config.INTERNAL_PORT, '127.0.0.1', options);
await listen(createApp({ config, services, log, metrics }), config.PORT, '127.0.0.1', options);

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
const stopping = new AbortController();
process.on('disconnect', () => {
  stopping.abort();
  void connection.close().finally(() => process.exit());
});
process.on('message', async (order: AuthOrder) => {
  if (order === 'read') await read();
  process.send!({ loopMs: loop.max / 1e6 } satisfies AuthAnswer);
  loop.reset();
});
process.send!('listening');

async function read(): Promise<void> {
  const { revocations, stores, outages } = services;
  await revocations.readAll([sourceOf(Number(process.env.ENTRIES))]);
  void readLog(revocations, [stores.accounts, stores.sessions], outages, stopping.signal);
}
