import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFairPlaces, revocationStream } from '@latchkey/common/protocol';
import { createOutageLog, listen } from '@latchkey/common/server';
import express from 'express';
import { pino } from 'pino';
import { startHop, type Hop } from '../../../e2e/support/hop';
import { startNats } from '../../../tools/nats';
import { readLog } from '../../src/jobs/read-log';
import type { RevocationLog } from '../../src/revocations/revocation-log';
import { connectAs, startPublishing } from './nats-world';
import { createTestLog } from './primary';

/** A log of revocations, a feed of it, and a piece of network between the feed and who follows it. */
export interface FeedWorld {
  readonly log: RevocationLog;
  readonly hop: Hop;
  /** What to follow. */
  readonly url: string;
  /** Sends what the log would not. */
  say(key: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

/** A log that nothing but a test writes into, and that is current every second. */
function startLog(stopping: AbortSignal) {
  const log = createTestLog();
  return { log, reading: readLog(log, [], createOutageLog(pino({ level: 'silent' }), 'MongoDB'), stopping) };
}

/** The feed of the auth service's internal port. */
export async function startSseWorld(): Promise<FeedWorld> {
  const stopping = new AbortController();
  const { log, reading } = startLog(stopping.signal);
  const streams = new Set<ServerResponse>();
  const app = express().get(
    '/revocations',
    (_req, res, next) => {
      streams.add(res);
      next();
    },
    revocationStream(
      log,
      createFairPlaces<ServerResponse>(100, (res) => res.destroy()),
    ),
  );
  const server = await listen(app, 0, '127.0.0.1');
  const hop = await startHop((server.address() as AddressInfo).port);
  return {
    log,
    hop,
    url: `http://127.0.0.1:${hop.port}/revocations`,
    say(key, text) {
      const data = text.startsWith('{"') ? `{"key":${JSON.stringify(key)},${text.slice(1)}` : text;
      for (const stream of streams) {
        stream.write(`event: ${key === 'as-of' ? key : 'revoked'}\ndata: ${data}\n\n`);
      }
      return Promise.resolve();
    },
    async stop() {
      stopping.abort();
      await hop.stop();
      server.closeAllConnections();
      server.close();
      await reading;
    },
  };
}

/** The bucket of NATS, with what the auth service publishes and the credentials of a service. */
export async function startNatsWorld(): Promise<FeedWorld> {
  const stopping = new AbortController();
  const { log, reading } = startLog(stopping.signal);
  const nats = await startNats();
  const publishing = startPublishing(log, nats);
  await publishing.current();
  const connection = await connectAs(nats, 'auth');
  const hop = await startHop(nats.port);
  return {
    log,
    hop,
    url: nats.url('service', hop.port),
    async say(key, text) {
      connection.publish(`$KV.revocations.${key}`, text);
      await connection.flush();
    },
    async stop() {
      stopping.abort();
      await hop.stop();
      await connection.close();
      await publishing.stop();
      await nats.stop();
      await reading;
    },
  };
}
