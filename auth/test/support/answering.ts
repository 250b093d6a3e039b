import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Whether the connection breaks before the whole body was sent. */
  readonly breaksOff?: boolean;
  /** Whether the body never ends. */
  readonly hangs?: boolean;
}

export interface Answering {
  readonly url: string;
  /** Method, path and body of each request so far. */
  readonly requests: readonly string[];
  /** Waits for so many requests. */
  asked(requests: number): Promise<void>;
  stop(): Promise<void>;
}

/** A service that answers as a test says; undefined is no answer at all. */
export async function answering(answerTo: (path: string) => Answer | undefined): Promise<Answering> {
  const requests: string[] = [];
  const server = createServer(async (req, res) => {
    requests.push(`${req.method} ${req.url} ${await text(req)}`);
    const answer = answerTo(req.url!);
    if (!answer) return;
    res.writeHead(answer.status, { 'Content-Type': 'application/problem+json' }).write(answer.body || ' ');
    if (answer.breaksOff) setImmediate(() => res.destroy());
    else if (!answer.hangs) res.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
    async asked(count) {
      while (requests.length < count) await sleep(5);
    },
  };
}
