import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { WebSocketServer } from 'ws';

/** A request as it reached the service behind a proxy. */
export interface Seen {
  readonly method: string;
  /** As it stood in the request line. */
  readonly url: string;
  /** Names and values, in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
}

/** What the service behind a proxy answers: what it was sent. */
export interface Echoed extends Seen {
  readonly bodyLength: number;
}

/** A service that knows nothing of us. It answers with what it was sent, and says it first thing on a websocket. */
export interface EchoService {
  /** All requests since `forget`. */
  readonly seen: Seen[];
  stop(): Promise<void>;
}

/** What it would like of browsers and caches, and must not get. */
const WISHES = { 'Service-Worker-Allowed': '/', 'Cache-Control': 'public, max-age=600' };

export async function startEcho(port: number): Promise<EchoService> {
  const seen: Seen[] = [];
  const see = ({ method = '', url = '', rawHeaders }: IncomingMessage): Seen => {
    const request = { method, url, rawHeaders };
    seen.push(request);
    return request;
  };
  const server = createServer((req, res) => {
    const request = see(req);
    let bodyLength = 0;
    req.on('data', (bytes: Buffer) => (bodyLength += bytes.length));
    req.on('end', () => {
      res.writeHead(200, { 'Content-Type': 'application/json', ...WISHES });
      res.end(JSON.stringify({ ...request, bodyLength }));
    });
  });
  const websockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, socket, head) => {
    const request = see(req);
    websockets.handleUpgrade(req, socket, head, (websocket) =>
      websocket.send(JSON.stringify({ ...request, bodyLength: 0 })),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { seen, stop: () => close(server) };
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
