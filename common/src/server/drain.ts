import { once } from 'events';
import type { Server } from 'http';
import { Server as TcpServer } from 'net';
import { sendElsewhere, servedConnections } from './served-connections';

/** How long a client that holds a connection open gets to send its next request, whose answer sends it elsewhere. */
const LINGER_MS = 2_000;
/** No pod gets longer to end, and a NaN would never cut. */
const MAX_TIMEOUT_MS = 600_000;

/**
 * Stops taking connections and answers the requests in flight, then those that come on connections which stand, for 2 s
 * and each with the last answer of its connection; then closes, whatever connections are still held open. Websockets have the
 * whole `timeoutMs`.
 * @param server one that `listen` started
 * @param timeoutMs ms after which requests in flight and websockets are cut, too, at most 10 minutes; default 10 s
 * @throws RangeError for another `timeoutMs`
 * @example
 * ```ts
 * import { drain, listen } from '@latchkey/common/server';
 *
 * const server = await listen(app, 3000);
 * process.once('SIGTERM', () => void drain(server));
 * ```
 */
export async function drain(server: Server, timeoutMs = 10_000): Promise<void> {
  if (!(timeoutMs >= 0 && timeoutMs <= MAX_TIMEOUT_MS))
    throw new RangeError(`the timeout of drain must be 0 to ${MAX_TIMEOUT_MS} ms`);
  const served = servedConnections.get(server)!;
  const closed = once(server, 'close');
  stopListening(server);
  served.isDraining = true;
  served.answers.forEach(sendElsewhere);
  const last = Date.now() + timeoutMs;
  const lastIdle = Date.now() + Math.min(LINGER_MS, timeoutMs);
  const cut = setInterval(() => {
    const now = Date.now();
    if (now >= last) served.sockets.forEach((socket) => socket.destroy());
    else if (now >= lastIdle && served.answers.size === 0) server.closeAllConnections();
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
