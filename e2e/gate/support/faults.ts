import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** What may be wrong with a gate; none of it may let anybody in. */
export const FAULTS = {
  stopped: undefined,
  /** Takes connections and never answers. */
  slow: () => createTcpServer(),
  'answers 500': () => answering(500),
  'answers 503': () => answering(503, { 'Retry-After': '2' }),
  /** As a gate that the proxy asks for what it does not have. */
  'answers 404': () => answering(404),
  'ends connections': () => createTcpServer((socket) => void socket.destroy()),
  'answers nonsense': () => createTcpServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
} satisfies Record<string, (() => Server) | undefined>;

export type Fault = keyof typeof FAULTS;

/** Stands at the port of the gate, with this fault. @returns what ends it */
export async function standIn(fault: Fault, port: number): Promise<() => Promise<void>> {
  const server = FAULTS[fault]?.();
  if (!server) return () => Promise.resolve();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => undefined)));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  };
}

function answering(status: number, headers: Record<string, string> = {}): Server {
  const answer: RequestListener = (_req, res) =>
    // Whatever it says, only its status counts.
    void res.writeHead(status, { ...headers, 'X-User-Id': 'mallory', 'Content-Length': '0' }).end();
  return createServer(answer);
}
