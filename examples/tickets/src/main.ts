import { once } from 'node:events';
import { close, ConfigurationError, ready } from '@latchkey/common';
import { drain, listen } from '@latchkey/common/server';
import { pino } from 'pino';
import { createApp } from './app';
import { readConfig } from './config';
import { createCouponStore } from './coupons-store';
import { connect, createConnection } from './database';
import { createHealthApp } from './health';
import { createTicketStore } from './tickets-store';

/** Boots, serves until a signal, drains. */
async function run(): Promise<void> {
  const { HOST, PORT, INTERNAL_PORT, MONGO_URI } = readConfig(process.env);
  const log = pino({ base: { service: 'tickets' } });
  const stop = stopSignal();
  let booted = false;
  const health = await listen(
    createHealthApp(() => booted && !stop.aborted),
    INTERNAL_PORT,
    HOST,
  );

  await ready();
  const connection = createConnection();
  const stores = { tickets: createTicketStore(connection), coupons: createCouponStore(connection) };
  const server = await listen(createApp({ ...stores, log }), PORT, HOST);
  const connected = connect(connection, MONGO_URI, log, stop);
  booted = true;
  log.info({ port: PORT, internalPort: INTERNAL_PORT }, 'listening');

  if (!stop.aborted) await once(stop, 'abort');
  log.info('draining');
  await drain(server);
  await connected;
  await connection.close();
  await close();
  await drain(health);
}

/** Aborts at the first SIGTERM or SIGINT; a second one of the same kind ends the process at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

/** One line for what an operator can mend, a stack for the rest. */
function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES' ? `can not listen: ${message}` : String(stack ?? error);
}

run().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`tickets: ${explain(error)}\n`);
    process.exit(1);
  },
);
