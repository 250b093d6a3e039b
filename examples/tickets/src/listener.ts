import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

const SWEEP_MS = 100;
const MOST_MS = 10_000;

/**
 * Starts to listen.
 * @param host the address to listen on; all interfaces when it is not given
 * @throws the system's error, such as EADDRINUSE
 */
export async function listen(app: RequestListener, port: number, host: string | undefined): Promise<Server> {
  // Proxies keep connections for about 60 s; were we the first to close, a request on its way would be lost.
  const server = createServer({ keepAliveTimeout: 65_000 }, app).listen(port, host);
  await once(server, 'listening');
  return server;
}

/** Takes no new connections, answers what is in flight, and cuts what is not done after 10 s. */
export async function drain(server: Server): Promise<void> {
  server.close();
  // A connection that was busy at close() would be kept for reuse after its answer.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), MOST_MS);
  await once(server, 'close');
  clearInterval(sweep);
  clearTimeout(deadline);
}
