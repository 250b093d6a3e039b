import { publishOnce } from '@latchkey/auth/dist/revocations/nats/publisher.js';
import { fillLog } from './filled-log.js';

/** The auth service's publisher, on a log that is full, to the NATS at FEED; greets when the bucket has everything. */
const log = await fillLog(process.env);
const publication = { log, sources: [], url: new URL(process.env.FEED!), ttl: Number(process.env.TTL_MS) };
const report = {
  current: () => void process.send!({ port: 0, credentials: {} }),
  consumers: { tended: () => undefined, failed: console.error },
};
process.on('disconnect', () => process.exit());
try {
  await publishOnce(publication, report, new AbortController().signal);
} catch (error) {
  // The parent ends NATS right after it has let go of this process.
  if (process.connected) throw error;
}
