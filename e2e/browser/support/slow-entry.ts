import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a site that holds back the answers to some requests, as a slow network does. */
export interface SlowEntry {
  readonly url: string;
  /** Method and path of each request to the API that was sent so far. */
  readonly sent: readonly string[];
  /**
   * Holds the answer to the next such request back.
   * @returns resolves once the site has answered, with what lets the answer go on to the browser
   */
  hold(method: string, path: string): Promise<() => void>;
  stop(): void;
}

export async function startSlowEntry(site: string): Promise<SlowEntry> {
  const sent: string[] = [];
  const holds = new Map<string, (release: () => void) => void>();
  const server = createServer((req, res) => {
    const [path] = req.url!.split('?') as [string];
    const line = `${req.method} ${path}`;
    if (path.startsWith('/api/')) sent.push(line);
    const onward = request(site + req.url, { method: req.method!, headers: req.headers }, (answer) => {
      const pass = () => pipeAnswer(answer, res);
      const onAnswered = holds.get(line);
      holds.delete(line);
      if (onAnswered) onAnswered(pass);
      else pass();
    });
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    sent,
    hold: (method, path) => new Promise((resolve) => holds.set(`${method} ${path}`, resolve)),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pipeAnswer(answer: IncomingMessage, res: ServerResponse): void {
  res.writeHead(answer.statusCode!, answer.rawHeaders);
  answer.pipe(res);
}
