import { stopSignal } from './stop-signal'; // before all that takes time to load
import { once } from 'node:events';
import { join } from 'node:path';
import { close, ConfigurationError, ready } from '@latchkey/common';
import { drain, listen } from '@latchkey/common/server';
import { pino } from 'pino';
import type { ServerBuild } from 'react-router';
import { createApp } from './app';
import { readConfig } from './config';
import { createHealthApp } from './health';
import { createMetrics } from './metrics';

const BUILD = join(__dirname, '../build');

/** Boots, serves until a signal, drains. */
async function run(): Promise<void> {
  const config = readConfig(process.env);
  const { HOST, PORT, INTERNAL_PORT } = config;
  const log = pino({ base: { service: 'web' } });
  const stopped = once(stopSignal, 'abort');
  let booted = false;
  const health = await listen(
    createHealthApp(() => booted && !stopSignal.aborted, createMetrics()),
    INTERNAL_PORT,
    HOST,
  );

  // With ON_OUTAGE=deny it waits for the auth service, however long that takes.
  await Promise.race([ready(), stopped]);
  const app = createApp({
    build: (await import(join(BUILD, 'server/index.mjs'))) as ServerBuild,
    assets: join(BUILD, 'client'),
    authUrl: config.AUTH_URL,
    ticketsUrl: config.TICKETS_URL,
    trustProxy: config.TRUST_PROXY,
    trustedOrigins: config.TRUSTED_ORIGINS,
    isSecure: config.COOKIE_SECURE,
    signUp: config.SIGN_UP,
    log,
  });
  const server = await listen(app, PORT, HOST);
  booted = true;
  log.info({ port: PORT, internalPort: INTERNAL_PORT }, 'listening');

  await stopped;
  log.info('draining');
  await drain(server);
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
    process.stderr.write(`web: ${explain(error)}\n`);
    process.exit(1);
  },
);
