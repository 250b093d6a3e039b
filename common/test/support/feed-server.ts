import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One event of the feed. */
export function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** That a user or session was revoked, for long enough. */
export function revoked(key: string, until = Math.floor(Date.now() / 1000) + 960): string {
  return event('revoked', { key, until });
}

/** @param position from where the source can resume */
export function asOf(at = Date.now(), position?: string): string {
  return (position === undefined ? '' : `id: ${position}\n`) + event('as-of', { at });
}

/** The lines of a snapshot with these entries. */
export function snapshot(position: string, ...keys: string[]): string {
  const until = Math.floor(Date.now() / 1000) + 960;
  const lines = [
    { asOf: Date.now(), window: 960_000, position },
    ...keys.map((key) => ({ key, until })),
    { end: keys.length },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Answers as the auth service does: with these events, and an open end. */
export function stream(...events: (string | Buffer)[]): RequestListener {
  return (_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    res.flushHeaders();
    for (const each of events) res.write(each);
  };
}

/** An HTTP server in the auth service's place, whose every byte a test decides. */
export interface FeedServer {
  readonly url: string;
  /** What the next connections get. */
  answer: RequestListener;
  /** What those get who ask for the snapshot; by default 404, as from a source of 0.1.x. */
  snapshot: RequestListener;
  /** How many requests for the stream have come until now. */
  readonly requests: number;
  /** How many streams are open. */
  readonly open: number;
  /** Sends to all that are connected. */
  send(...events: (string | Buffer)[]): void;
  /** Cuts all connections. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts a server on a free port of the loopback address, or on one that it had before. */
export async function startFeed(answer: RequestListener = stream(asOf()), port = 0): Promise<FeedServer> {
  const readers = new Set<ServerResponse>();
  let requests = 0;
  const server = createServer((req, res) => {
    if (/\/snapshot(?:\?|$)/.test(req.url ?? '')) return feed.snapshot(req, res);
    requests += 1;
    readers.add(res);
    res.once('close', () => readers.delete(res));
    feed.answer(req, res);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  const feed: FeedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/revocations`,
    answer,
    snapshot: (_req, res) => void res.writeHead(404).end(),
    get requests() {
      return requests;
    },
    get open() {
      return readers.size;
    },
    send(...events) {
      for (const reader of readers) for (const each of events) reader.write(each);
    },
    cut: () => server.closeAllConnections(),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return feed;
}
