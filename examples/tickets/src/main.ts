import { stopSignal } from '@latchkey/common/server/stop-signal'; // before all that takes time to load
import { close, ready } from '@latchkey/common';
import { createOutageLog, loggedError, runMain, serve } from '@latchkey/common/server';
import { pino } from 'pino';
import { createApp } from './app';
import { readConfig } from './config';
import { createCouponStore } from './coupons-store';
import { connect, createConnection } from './database';
import { createMetrics } from './metrics';
import { createTicketStore } from './tickets-store';

runMain('tickets', async () => {
  const { HOST, PORT, INTERNAL_PORT, MONGO_URI } = readConfig(process.env);
  const options = { base: { service: 'tickets' }, serializers: { err: loggedError } };
  const log = pino(options, pino.destination({ sync: true }));
  const outages = createOutageLog(log, 'MongoDB');
  const connection = createConnection();
  const stores = { tickets: createTicketStore(connection), coupons: createCouponStore(connection) };
  await serve({
    port: PORT,
    internalPort: INTERNAL_PORT,
    host: HOST,
    stop: stopSignal,
    metrics: createMetrics(),
    log,
    // With ON_OUTAGE=deny `ready` waits for the auth service, however long that takes.
    start: () => ready().then(() => createApp({ ...stores, log, outages })),
    work: () => connect(connection, MONGO_URI, outages, stopSignal),
    end: () => connection.close().then(close),
  });
});
