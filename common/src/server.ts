import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';

/** The answers that each server still owes. */
const owed = new WeakMap<Server, Set<ServerResponse>>();

/**
 * Starts a server that suits a pod behind a proxy.
 * @param host the address to listen on; all of them when it is not given
 * @throws Error with code EADDRINUSE or EACCES when it can't
 */
export async function listen(app: RequestListener, port: number, host?: string): Promise<Server> {
  const answers = new Set<ServerResponse>();
  // A request is small, so it can't take long to arrive; a slow one only holds a connection.
  const server = createServer({ requestTimeout: 30_000 }, (req, res) => {
    answers.add(res);
    res.once('close', () => answers.delete(res));
    app(req, res);
  });
  owed.set(server, answers);
  // Longer than the idle time of common proxies, or they would send a request on a connection that is just closing.
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/**
 * Stops taking connections, answers the requests in flight, then closes, whatever connections are still held open.
 * @param server one that `listen` started
 * @param patience ms after which requests in flight are cut, too; default 10 s
 */
export async function drain(server: Server, patience = 10_000): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const answers = owed.get(server) ?? new Set();
  for (const res of answers) if (!res.headersSent) res.setHeader('Connection', 'close');
  const last = Date.now() + patience;
  // Browsers and proxies open connections ahead of need; Node takes one that has never sent anything for a busy one.
  const cut = setInterval(() => {
    if (answers.size === 0 || Date.now() >= last) server.closeAllConnections();
  }, 50);
  await closed;
  clearInterval(cut);
}
