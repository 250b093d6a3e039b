/** A MongoClient of MongoDB's driver, as far as it is watched. */
export interface WatchedClient {
  /** How long a heartbeat can take, in ms. */
  readonly options: { readonly connectTimeoutMS: number; readonly heartbeatFrequencyMS: number };
  /** Listens to the driver's events of server discovery and monitoring. */
  on(
    event: 'serverHeartbeatStarted' | 'serverHeartbeatSucceeded' | 'serverHeartbeatFailed',
    listener: (heartbeat: { readonly connectionId: string }) => void,
  ): unknown;
  /** Listens to the end of a server's monitoring. */
  on(event: 'serverClosed', listener: (closed: { readonly address: string }) => void): unknown;
}

/** A connection of mongoose, as far as it is mended. */
export interface MendableConnection {
  /** The driver's client, of an open connection. */
  getClient(): WatchedClient;
  /** Closes it, so that it can be opened again. */
  close(): Promise<void>;
}

/** Beyond twice what a heartbeat can take. */
const MARGIN_MS = 5_000;
const WARNING =
  "MongoDB's driver has stopped looking for its server. Its connection is opened anew; operations fail until then.";

/**
 * Opens a connection of mongoose anew when MongoDB's driver has stopped looking for its server. When a server ends all of its
 * connections, versions 7.8 and 7.9 of the driver can ask over one that has ended in the same moment, and then wait for ever: the
 * server is back, and every operation fails until the process ends. Such a driver has begun a heartbeat, and never reports its end.
 * Of a replica set, one such server is enough: all operations fail for a moment, and a warning of the process says why.
 * @param connection an open one; call it again once it is open anew
 * @param reopen opens it, after it was closed; what it throws counts for nothing, so it has to try again by itself
 * @param stop ends the watch: a service that ends closes its connection itself
 * @example
 * ```ts
 * import { mendSilentDriver, type MendableConnection } from '@latchkey/common/server';
 * import { stopSignal } from '@latchkey/common/server/stop-signal';
 *
 * declare const connection: MendableConnection & { openUri(uri: string): Promise<unknown> };
 *
 * async function open(): Promise<void> {
 *   await connection.openUri('mongodb://mongo:27017/shop');
 *   mendSilentDriver(connection, open, stopSignal);
 * }
 * ```
 */
export function mendSilentDriver(
  connection: MendableConnection,
  reopen: () => Promise<unknown>,
  stop: AbortSignal,
): void {
  let isMending = false;
  watchHeartbeats(connection.getClient(), () => {
    if (isMending || stop.aborted) return;
    isMending = true;
    process.emitWarning(WARNING);
    // Not with `force`: mongoose would refuse its models for good.
    connection
      .close()
      .then(reopen, reopen)
      .catch(() => undefined);
  });
}

function watchHeartbeats(client: WatchedClient, onSilent: () => void): void {
  const { connectTimeoutMS, heartbeatFrequencyMS } = client.options;
  const limit = 2 * (connectTimeoutMS + heartbeatFrequencyMS) + MARGIN_MS;
  const awaited = new Map<string, NodeJS.Timeout>();
  const end = (server: string) => clearTimeout(awaited.get(server));
  client.on('serverHeartbeatStarted', ({ connectionId }) => {
    end(connectionId);
    awaited.set(connectionId, setTimeout(onSilent, limit).unref());
  });
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => end(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => end(connectionId));
  client.on('serverClosed', ({ address }) => end(address));
}
