import { stopSignal } from '@latchkey/common/server/stop-signal'; // before all that takes time to load
import './credentials/password/hash-threads'; // before anything uses one
import {
  drain,
  explain,
  isDatabaseOutage,
  listen,
  loggedError,
  retryUntilDone,
  runMain,
  type OutageLog,
} from '@latchkey/common/server';
import { createFollowers, sendAway } from '@latchkey/common/protocol';
import { pino, type Logger } from 'pino';
import { createApp } from './apps/public';
import { readConfig, warningsOf, type Config } from './config/config';
import { retentionSettings } from './config/retention-settings';
import { connect, createConnection, isConnected, isDuplicateKey, throwIfRefused } from './database';
import { countRemovedConsumers, createMetrics } from './observability/metrics';
import { createInternalApp } from './apps/internal';
import { createMailService } from './mail-service';
import { createServices, type Services } from './services';
import { checkNats } from './revocations/nats/check-nats';
import { publishToNats } from './revocations/nats/publish-to-nats';
import { readLog } from './jobs/read-log';
import { relayLeft } from './jobs/relay-left';
import type { RevocationSource } from './revocations/revocation-log';
import { surveyAccounts } from './jobs/survey-accounts';
import { startSweeper } from './jobs/sweeper';

/** How long services that ask at the end get for their answers; a pod has 30 s, and the public port may take 10 s. */
const ASKING_MS = 2_000;

runMain('auth', run, (error) =>
  isDuplicateKey(error) ? 'two accounts have the same email; merge them, then start again' : explain(error),
);

/** Boots, serves until a signal, drains. */
async function run(): Promise<void> {
  const config = readConfig(process.env);
  const options = { level: config.LOG_LEVEL, base: { service: 'auth' }, serializers: { err: loggedError } };
  // In step: otherwise a line waits for a thread that hashes, and the last ones come out of order or not at all.
  const log = pino(options, pino.destination({ sync: true }));
  for (const warning of warningsOf(config)) log.warn(warning);
  await serve(config, log, stopSignal);
}

async function serve(config: Config, log: Logger, stopping: AbortSignal): Promise<void> {
  const connection = createConnection();
  const services = createServices(config, connection, log);
  const { outages } = services;
  const mail = createMailService(config, services, log);
  const metrics = createMetrics({
    isDatabaseUp: () => isConnected(connection),
    hashesWaiting: services.hashes.waiting,
    revocations: services.revocations,
  });
  const followers = createFollowers(config.MAX_FOLLOWERS);
  let booted = false;
  const isReady = () => booted && !stopping.aborted;

  const connections = { maxConnections: config.MAX_CONNECTIONS, keepAliveTimeout: config.KEEP_ALIVE };
  const internal = await listen(
    createInternalApp({ config, isReady, followers, metrics, services, log }),
    config.INTERNAL_PORT,
    config.HOST,
    connections,
  );
  const server = await listen(
    createApp({ config, services, log, metrics }),
    config.PORT,
    config.HOST,
    connections,
  );
  for (const metric of mail?.metrics ?? []) metrics.registry.registerMetric(metric);
  metrics.watchConnections({ public: server, internal });
  log.info({ port: config.PORT, internalPort: config.INTERNAL_PORT }, 'listening');

  if (config.NATS_URL !== undefined) await checkNats(new URL(config.NATS_URL), stopping);
  await connect(connection, config.MONGO_URI, outages, stopping);
  await untilDone(() => services.createIndexes(), outages, stopping);
  await untilDone(() => services.requireDataKeys(), outages, stopping);
  const sources = [services.stores.accounts, services.stores.sessions];
  await untilDone(() => services.revocations.readAll(sources), outages, stopping);
  const served = new AbortController();
  const working = startReading(services, sources, served.signal);
  if (mail) working.push(mail.run(served.signal));
  if (config.NATS_URL !== undefined && !stopping.aborted) {
    const [url, ttl] = [new URL(config.NATS_URL), services.revocations.window];
    const publication = { log: services.revocations, sources, url, ttl };
    working.push(publishToNats(publication, log, served.signal, countRemovedConsumers(metrics.registry)));
  }
  const stopSweeper = startSweeper(services, retentionSettings(config), log);
  booted = true;

  if (!stopping.aborted) {
    log.info('ready');
    void surveyAccounts(services.stores.accounts, config.COOKIE_KEY !== undefined, log, stopping);
    await new Promise((resolve) => stopping.addEventListener('abort', resolve));
  }
  log.info('draining');
  stopSweeper();
  await Promise.all([drain(server), sendAway(followers)]);
  // Not before: the last request may have been a ban.
  served.abort();
  await drain(internal, ASKING_MS);
  await Promise.all(working);
  await Promise.all([services.relay.drain(), services.failedSignIns.drain()]);
  await connection.close();
  log.info('stopped');
}

/** Starts the jobs that read from the documents what other processes have written. */
function startReading(
  { revocations, relay, outages }: Services,
  sources: readonly RevocationSource[],
  stopping: AbortSignal,
): Promise<void>[] {
  return [readLog(revocations, sources, outages, stopping), relayLeft(relay, outages, stopping)];
}

/** Repeats a step that MongoDB's absence can make fail, until it is done or the service is to stop. */
async function untilDone(
  step: () => Promise<void>,
  outages: OutageLog,
  stopping: AbortSignal,
): Promise<void> {
  const onFault = (error: unknown) => {
    throwIfRefused(error);
    if (!isDatabaseOutage(error)) throw error;
    outages.away(error);
  };
  await retryUntilDone(step, onFault, stopping);
}
