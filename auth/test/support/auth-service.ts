import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino, type DestinationStream } from 'pino';
import request from 'supertest';
import { createApp } from '../../src/apps/public';
import { readConfig, type Config } from '../../src/config/config';
import { connect, createConnection, type Connection } from '../../src/database';
import { createMetrics, type Metrics } from '../../src/observability/metrics';
import { createInternalApp } from '../../src/apps/internal';
import { createFollowers, type Followers } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';
import { createServices, type Services } from '../../src/services';

export const JWT_KEY = 'only-for-tests-only-for-tests-only-for-tests';

/** A MongoDB URI with a database of its own. */
export function databaseUri(name = `test-${randomUUID()}`): string {
  const uri = new URL(process.env.TEST_MONGO_URI!);
  uri.pathname = `/${name}`;
  return uri.href;
}

export interface TestAuth {
  readonly config: Config;
  readonly services: Services;
  readonly connection: Connection;
  readonly metrics: Metrics;
  /** The open streams of its feed. */
  readonly followers: Followers;
  readonly server: Server;
  readonly url: string;
  /** The internal port. */
  readonly internalUrl: string;
  /** A browser: it keeps cookies between requests. */
  browser(): ReturnType<typeof request.agent>;
  /** Any single request, without cookies. */
  request(): ReturnType<typeof request>;
  /** Any single request to the internal port. */
  internal(): ReturnType<typeof request>;
  stop(): Promise<void>;
}

/**
 * Boots the auth service in this process on a free port of the loopback address, on a real database.
 * @param env what differs from the defaults, as environment variables
 * @param logs where log lines go; nowhere by default
 */
export async function startAuth(env: NodeJS.ProcessEnv = {}, logs?: DestinationStream): Promise<TestAuth> {
  const config = readConfig({
    JWT_KEY,
    MONGO_URI: databaseUri(),
    COOKIE_SECURE: 'false',
    TRUST_PROXY: '1',
    LOG_LEVEL: logs ? 'trace' : 'silent',
    ...env,
  });
  const log = logs ? pino({ level: config.LOG_LEVEL }, logs) : pino({ level: config.LOG_LEVEL });
  const connection = createConnection();
  const services = createServices(config, connection, log);
  const metrics = createMetrics({
    isDatabaseUp: () => true,
    hashesWaiting: services.hashes.waiting,
    revocations: services.revocations,
  });
  await connect(connection, config.MONGO_URI, services.outages, new AbortController().signal);
  await services.createIndexes();
  const server = await listen(createApp({ config, services, log, metrics }), 0, '127.0.0.1');
  const followers = createFollowers(config.MAX_FOLLOWERS);
  const internalApp = createInternalApp({
    config,
    isReady: () => true,
    followers,
    metrics,
    services,
    log,
  });
  const internal = await listen(internalApp, 0, '127.0.0.1');
  return {
    config,
    services,
    connection,
    metrics,
    followers,
    server,
    url: urlOf(server),
    internalUrl: urlOf(internal),
    browser: () => request.agent(server),
    request: () => request(server),
    internal: () => request(internal),
    async stop() {
      for (const each of [server, internal]) {
        each.closeAllConnections();
        each.close();
      }
      await Promise.all([services.relay.drain(), services.failedSignIns.drain()]);
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
