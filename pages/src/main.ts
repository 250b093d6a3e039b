import { stopSignal } from '@latchkey/common/server/stop-signal'; // before all that takes time to load
import { close, ready } from '@latchkey/common';
import { runMain, serve } from '@latchkey/common/server';
import { pino } from 'pino';
import { createApp } from './app';
import { readConfig } from './config';
import { createMetrics } from './metrics';

runMain('pages', async () => {
  const config = readConfig(process.env);
  const log = pino({ base: { service: 'pages' } }, pino.destination({ sync: true }));
  async function start() {
    // With ON_OUTAGE=deny it waits for the auth service, however long that takes.
    await ready();
    return createApp(config, log);
  }
  await serve({
    port: config.PORT,
    internalPort: config.INTERNAL_PORT,
    host: config.HOST,
    stop: stopSignal,
    metrics: createMetrics(),
    log,
    start,
    end: close,
  });
});
