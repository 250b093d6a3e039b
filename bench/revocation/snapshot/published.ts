import { startNats } from '@latchkey/tools/dist/nats/index.js';
import { startServer } from '../../lib/child.js';
import { type Kind } from '../entries.js';

/** So many entries of a kind. */
export interface Snapshot {
  readonly entries: number;
  readonly kind: Kind;
}

/** A feed that has them all. */
export interface Published {
  readonly url: string;
  stop(): Promise<void>;
}

const TTL_MS = 960_000;

/** Serves them as the auth service does, as Server-Sent Events. */
export async function publishBySse({ entries, kind }: Snapshot): Promise<Published> {
  const env = { ENTRIES: String(entries), KIND: kind };
  const publisher = await startServer(new URL('./sse-publisher.js', import.meta.url), env);
  return {
    url: `http://127.0.0.1:${publisher.port}/revocations`,
    stop: () => Promise.resolve(publisher.stop()),
  };
}

/** Publishes them as the auth service does, to a NATS of their own. */
export async function publishByNats({ entries, kind }: Snapshot): Promise<Published> {
  const nats = await startNats();
  const env = { ENTRIES: String(entries), KIND: kind, FEED: nats.url('auth'), TTL_MS: String(TTL_MS) };
  const publisher = await startServer(new URL('./nats-publisher.js', import.meta.url), env);
  return {
    url: nats.url('service'),
    async stop() {
      publisher.stop();
      await nats.stop();
    },
  };
}
