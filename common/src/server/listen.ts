import { once } from 'events';
import { createServer, type RequestListener, type Server } from 'http';
import type { Socket } from 'net';
import { hasTwoHosts, refuseTwoHosts } from '../request/two-hosts';
import { createFairPlaces } from './fair-places';
import { sendElsewhere, servedConnections, type ServedConnections } from './served-connections';

const KEEP_ALIVE_MS = 65_000;

/**
 * Connections that may wait to be accepted; the kernel takes no more than `net.core.somaxconn`. Those who follow revocations come back
 * all at once, and a connection that finds no place, such as that of a probe, is tried again only after a second.
 */
const BACKLOG = 4_096;

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
  const places = createFairPlaces<Socket>(maxConnections, (socket) => socket.destroy());
  const served: ServedConnections = { answers: new Set(), isDraining: false, places, sockets: new Set() };
  // A request is small, so it arrives soon; a slow one only holds a connection.
  const timeouts = { requestTimeout: 30_000, connectionsCheckingInterval: CONNECTIONS_CHECK_MS };
  const server = createServer(timeouts, (req, res) => {
    if (hasTwoHosts(req)) return refuseTwoHosts(res);
    served.answers.add(res);
    res.once('close', () => served.answers.delete(res));
    if (served.isDraining) sendElsewhere(res);
    app(req, res);
  });
  server.on('connection', (socket) => {
    served.sockets.add(socket);
    socket.once('close', () => served.sockets.delete(socket));
    const giveBack = places.take(socket.remoteAddress ?? '', socket);
    if (giveBack) socket.once('close', giveBack);
    else socket.destroy();
  });
  servedConnections.set(server, served);
  server.keepAliveTimeout = keepAliveTimeout;
  server.listen({ port, backlog: BACKLOG, ...(host !== undefined && { host }) });
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
  return servedConnections.get(server)!.places.taken;
}
