import { stopSignal } from '@latchkey/common/server/stop-signal'; // before all that takes time to load
import {
  createAuthenticator,
  followRevocationsAsSource,
  openAuthentication,
  readOptions,
} from '@latchkey/common/protocol';
import { loggedError, runMain, serve } from '@latchkey/common/server';
import { pino } from 'pino';
import { readConfig, type Config } from './config';
import { createGate } from './decision/gate';
import { createMetrics } from './metrics';
import { createRelay } from './relay/relay';
import { createSignIn } from './sign-in/sign-in';

runMain('gate', async () => {
  const config = readConfig(process.env);
  const options = { base: { service: 'gate' }, serializers: { err: loggedError } };
  const log = pino(options, pino.destination({ sync: true }));
  const opened = openAuthentication(config, followRevocationsAsSource);
  for (const warning of opened.warnings) log.warn(warning);
  const authenticator = createAuthenticator(readOptions(opened.options));
  const { registry, count, gauge } = createMetrics(() => opened.revocations?.status());
  const { policies, TRUSTED_ORIGINS: trustedOrigins } = config;
  const gate = createGate({ policies, authenticator, trustedOrigins, signIn: signInOf(config), log, count });
  const { source } = opened.revocations!; // readConfig wants REVOCATIONS_URL
  const relay = createRelay({ source, config, stop: stopSignal, gauge, log });
  await serve({
    port: config.PORT,
    internalPort: config.INTERNAL_PORT,
    host: config.HOST,
    stop: stopSignal,
    metrics: registry,
    log,
    internal: relay.answer,
    work: relay.run,
    // With ON_OUTAGE=deny it waits for the feed, however long that takes.
    start: () => opened.ready().then(() => gate),
    end: () => opened.close(),
  });
});

/** Undefined without PUBLIC_URL: then no policy sends people to sign in. */
function signInOf({
  PUBLIC_URL: publicUrl,
  ACCOUNT_PATH: accountPath,
  RETURN_ORIGINS: returnOrigins,
}: Config) {
  return publicUrl === undefined ? undefined : createSignIn({ publicUrl, accountPath, returnOrigins });
}
