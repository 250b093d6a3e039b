import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * Starts listening.
 * @throws Error with code EADDRINUSE or EACCES when it can't
 */
export async function listen(app: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer(app);
  // Longer than the idle time of common proxies, or they would send a request on a connection that is just closing.
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/**
 * Stops taking connections, answers the requests in flight, then closes.
 * @param patience ms after which connections are cut
 */
export async function drain(server: Server, patience: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that was busy becomes idle with its answer; without this it would be kept alive.
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(closeIdle);
  clearTimeout(cut);
}
