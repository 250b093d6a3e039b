import { stopSignal } from './stop-signal'; // before all that takes time to load
import { once } from 'node:events';
import { close, ConfigurationError, ready } from '@latchkey/common';
import { createOutageLog, drain, listen, loggedError } from '@latchkey/common/server';
import { pino } from 'pino';
import { createApp } from './app';
import { readConfig } from './config';
import { createCouponStore } from './coupons-store';
import { connect, createConnection } from './database';
import { createHealthApp } from './health';
import { createMetrics } from './metrics';
import { createTicketStore } from './tickets-store';

/** Boots, serves until a signal, drains. */
async function run(): Promise<void> {
  const { HOST, PORT, INTERNAL_PORT, MONGO_URI } = readConfig(process.env);
  const log = pino({ base: { service: 'tickets' }, serializers: { err: loggedError } });
  const outages = createOutageLog(log, 'MongoDB');
  const stopped = once(stopSignal, 'abort');
  let booted = false;
  const health = await listen(
    createHealthApp(() => booted && !stopSignal.aborted, createMetrics()),
    INTERNAL_PORT,
    HOST,
  );

  // With ON_OUTAGE=deny it waits for the auth service, however long that takes.
  await Promise.race([ready(), stopped]);
  const connection = createConnection();
  const stores = { tickets: createTicketStore(connection), coupons: createCouponStore(connection) };
  const server = await listen(createApp({ ...stores, log, outages }), PORT, HOST);
  const connected = connect(connection, MONGO_URI, outages, stopSignal);
  booted = true;
  log.info({ port: PORT, internalPort: INTERNAL_PORT }, 'listening');

  // Ends at once when MongoDB refuses the credentials.
  await Promise.race([stopped, connected.then(() => stopped)]);
  log.info('draining');
  await drain(server);
  await connected;
  await connection.close();
  await close();
  await drain(health, 0);
}

/** One line for what an operator can mend, a stack for the rest. */
function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES' ? `cannot listen: ${message}` : String(stack ?? error);
}

run().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`tickets: ${explain(error)}\n`);
    process.exit(1);
  },
);
