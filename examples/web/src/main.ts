import { stopSignal } from '@latchkey/common/server/stop-signal'; // before all that takes time to load
import { join } from 'node:path';
import { close, ready } from '@latchkey/common';
import { runMain, serve } from '@latchkey/common/server';
import { pino } from 'pino';
import type { ServerBuild } from 'react-router';
import { createApp } from './app';
import { readConfig } from './config';
import { createMetrics } from './metrics';

const BUILD = join(__dirname, '../build');

runMain('web', async () => {
  const config = readConfig(process.env);
  const log = pino({ base: { service: 'web' } }, pino.destination({ sync: true }));

  async function start() {
    // With ON_OUTAGE=deny it waits for the auth service, however long that takes.
    await ready();
    return createApp({
      build: (await import(join(BUILD, 'server/index.mjs'))) as ServerBuild,
      assets: join(BUILD, 'client'),
      authUrl: config.AUTH_URL,
      ticketsUrl: config.TICKETS_URL,
      trustProxy: config.TRUST_PROXY,
      trustedOrigins: config.TRUSTED_ORIGINS,
      isSecure: config.COOKIE_SECURE,
      signUp: config.SIGN_UP,
      accountPath: config.ACCOUNT_PATH,
      log,
    });
  }
  const { HOST: host, PORT: port, INTERNAL_PORT: internalPort } = config;
  await serve({
    port,
    internalPort,
    host,
    stop: stopSignal,
    metrics: createMetrics(),
    log,
    start,
    end: close,
  });
});
