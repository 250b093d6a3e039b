import { jetstreamManager, type JetStreamManager, type Republish } from '@nats-io/jetstream';
import { Kvm, type KvWatchEntry } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { pino } from 'pino';
import type { RunningNats } from '../../../tools/nats';
import { publishToNats } from '../../src/revocations/nats/publish-to-nats';
import type { RevocationLog, RevocationSource } from '../../src/revocations/revocation-log';
import { collectLogs } from './logs';
import { until } from './until';

/** Connects with the credentials of a user, as any client of NATS would. */
export function connectAs(nats: RunningNats, user: string): Promise<NatsConnection> {
  const prefixes: Record<string, string> = { auth: '_INBOX_auth', service: '_INBOX' };
  const inbox = { inboxPrefix: prefixes[user] ?? `_INBOX_user.${user}` };
  return connect({
    servers: `127.0.0.1:${nats.port}`,
    user,
    pass: nats.passwords[user]!,
    reconnect: false,
    ...inbox,
  });
}

/** Does something with what the auth service may do to the bucket's stream. */
export async function asAuth<T>(
  nats: RunningNats,
  task: (streams: JetStreamManager['streams']) => Promise<T>,
): Promise<T> {
  const connection = await connectAs(nats, 'auth');
  const { streams } = await jetstreamManager(connection);
  return task(streams).finally(() => connection.close());
}

/** How the bucket's stream is set, and how much it holds. */
export const streamOf = (nats: RunningNats) => asAuth(nats, (streams) => streams.info('KV_revocations'));

/** Where services expect what the bucket stores. */
export const LIVE: Republish = { src: '$KV.revocations.>', dest: 'revocations.live.>' };

/** Sets where the bucket tells live what it stores; `undefined` ends that. */
export const setRepublish = (nats: RunningNats, republish: Republish | undefined) =>
  // What the client's types do not let be undone, the server does.
  asAuth(nats, (streams) => streams.update('KV_revocations', { republish: republish! }));

interface PublishingOptions {
  readonly sources?: readonly RevocationSource[];
  /** Of the bucket; that of the log when it is not given. */
  readonly ttl?: number;
  /** Another port where something stands between. */
  readonly port?: number;
  readonly countRemoved?: (removed: number) => void;
}

/** Publishes a log to NATS as the auth service does. */
export function startPublishing(log: RevocationLog, nats: RunningNats, options: PublishingOptions = {}) {
  const { sources = [], ttl = log.window, port, countRemoved } = options;
  const stopping = new AbortController();
  const logs = collectLogs();
  const publication = { log, sources, url: new URL(nats.url('auth', port)), ttl };
  const publishing = publishToNats(publication, pino({}, logs.stream), stopping.signal, countRemoved);
  const messages = () => logs.lines.map(({ msg }) => msg as string);
  return {
    lines: logs.lines,
    messages,
    /** Resolves when it says for the nth time that the bucket is complete. */
    current: (nth = 1) =>
      until(
        'all is published',
        () => messages().filter((msg) => msg.includes(' are published ')).length >= nth,
      ),
    stop: async () => {
      stopping.abort();
      await publishing;
    },
  };
}

/** What the bucket holds, as a service sees it with NATS's own client; not to be used on an empty one. */
export async function readBucket(nats: RunningNats): Promise<Map<string, KvWatchEntry>> {
  const connection = await connectAs(nats, 'service');
  const entries = new Map<string, KvWatchEntry>();
  const bucket = await new Kvm(connection).open('revocations');
  for await (const entry of await bucket.watch()) {
    entries.set(entry.key, entry);
    if (entry.delta === 0) break;
  }
  await connection.close();
  return entries;
}
