import { once } from 'events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'http';
import { Server as TcpServer, type Socket } from 'net';
import { hasTwoHosts, refuseTwoHosts } from './request/two-hosts';
import { createFairPlaces, type FairPlaces } from './server/fair-places';

export { loggedError, type LoggedError } from './errors/logged-error';
export { createOutageLog, type OutageLog, type OutageLogger } from './server/outage-log';
export { loggedPath, loggedStatus } from './request/logged-request';
export { readRefusedRefresh, sessionDigest, type RefusedRefresh } from './request/refused-refresh';

/** How long a client that holds a connection open gets to send its next request, whose answer sends it elsewhere. */
const LINGER_MS = 2_000;
/** No pod gets longer to end, and a NaN would never cut. */
const MAX_PATIENCE_MS = 600_000;

const KEEP_ALIVE_MS = 65_000;

/** How often connections are looked at whose request does not arrive. */
const CONNECTIONS_CHECK_MS = 5_000;

/** What `listen` takes; everything has a default. */
export interface ListenOptions {
  /**
   * How many connections may be open. When they are used up, the address that has the most loses one to a newcomer: one
   * client cannot shut out all others, such as the probes of a kubelet. Not bounded by default.
   */
  readonly maxConnections?: number;
  /**
   * Milliseconds that an idle connection stays open, 65 s by default. It has to be longer than the proxy in front keeps it,
   * or a request arrives at a connection that is just closing: nginx and AWS keep theirs for 60 s, Google's load balancer for 600 s.
   */
  readonly keepAliveTimeout?: number;
}

interface Work {
  /** The answers that a server still owes. */
  readonly answers: Set<ServerResponse>;
  isDraining: boolean;
  readonly connections: FairPlaces<Socket>;
  /** All that are open, those of websockets too, which http does not count. */
  readonly sockets: Set<Socket>;
}

const works = new WeakMap<Server, Work>();

/**
 * Starts a server that suits a pod behind a proxy.
 * @param host the address to listen on; all of them when it is not given
 * @throws Error with code EADDRINUSE or EACCES when it cannot listen
 * @example
 * ```ts
 * import { listen } from '@latchkey/common/server';
 *
 * const server = await listen(app, 3000, undefined, { maxConnections: 5000 });
 * ```
 */
export async function listen(
  app: RequestListener,
  port: number,
  host?: string,
  { maxConnections = Infinity, keepAliveTimeout = KEEP_ALIVE_MS }: ListenOptions = {},
): Promise<Server> {
  const connections = createFairPlaces<Socket>(maxConnections, (socket) => socket.destroy());
  const work: Work = { answers: new Set(), isDraining: false, connections, sockets: new Set() };
  // A request is small, so it can't take long to arrive; a slow one only holds a connection.
  const timeouts = { requestTimeout: 30_000, connectionsCheckingInterval: CONNECTIONS_CHECK_MS };
  const server = createServer(timeouts, (req, res) => {
    if (hasTwoHosts(req)) return refuseTwoHosts(res);
    work.answers.add(res);
    res.once('close', () => work.answers.delete(res));
    if (work.isDraining) sendElsewhere(res);
    app(req, res);
  });
  server.on('connection', (socket) => {
    work.sockets.add(socket);
    socket.once('close', () => work.sockets.delete(socket));
    const giveBack = connections.take(socket.remoteAddress ?? '', socket);
    if (giveBack) socket.once('close', giveBack);
    else socket.destroy();
  });
  works.set(server, work);
  server.keepAliveTimeout = keepAliveTimeout;
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/**
 * How many connections a server has, for a gauge.
 * @param server one that `listen` started
 * @example
 * ```ts
 * import { connectionsOf, listen } from '@latchkey/common/server';
 *
 * const server = await listen(app, 3000);
 * console.log(connectionsOf(server));
 * ```
 */
export function connectionsOf(server: Server): number {
  return works.get(server)!.connections.taken;
}

/**
 * Stops taking connections and answers the requests in flight, then those that come on connections which stand, for 2 s
 * and each with the last answer of its connection; then closes, whatever connections are still held open. Websockets have the
 * whole patience.
 * @param server one that `listen` started
 * @param patience ms after which requests in flight and websockets are cut, too, at most 10 minutes; default 10 s
 * @throws RangeError for another patience
 * @example
 * ```ts
 * import { drain, listen } from '@latchkey/common/server';
 *
 * const server = await listen(app, 3000);
 * process.once('SIGTERM', () => void drain(server));
 * ```
 */
export async function drain(server: Server, patience = 10_000): Promise<void> {
  if (!(patience >= 0 && patience <= MAX_PATIENCE_MS))
    throw new RangeError(`the patience of drain must be 0 to ${MAX_PATIENCE_MS} ms`);
  const work = works.get(server)!;
  const closed = once(server, 'close');
  stopListening(server);
  work.isDraining = true;
  work.answers.forEach(sendElsewhere);
  const last = Date.now() + patience;
  const lastIdle = Date.now() + Math.min(LINGER_MS, patience);
  const cut = setInterval(() => {
    const now = Date.now();
    if (now >= last) work.sockets.forEach((socket) => socket.destroy());
    else if (now >= lastIdle && work.answers.size === 0) server.closeAllConnections();
  }, 50);
  await closed;
  clearInterval(cut);
}

/** That of http would close idle connections at once, and with them the requests that are just arriving. */
function stopListening(server: Server): void {
  if (server instanceof TcpServer) TcpServer.prototype.close.call(server);
  // Bun's is none.
  else (server as Server).close();
}

function sendElsewhere(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
