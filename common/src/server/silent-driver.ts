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
  /** Closes it, whatever is on the way. */
  close(force: boolean): Promise<void>;
}

/** Beyond twice what a heartbeat can take. */
const PATIENCE_MS = 5_000;

/**
 * Opens a connection of mongoose anew when MongoDB's driver has stopped to look for its server. When a server ends all of its
 * connections, versions 7.8 and 7.9 of the driver can ask over one that has ended in the same moment, and then wait for ever: the
 * server is back, and every operation fails until the process ends. Such a driver has begun a heartbeat, and tells no end of it.
 * @param connection an open one; call it again once it is open anew
 * @param reopen opens it, after it was closed
 * @example
 * ```ts
 * import { mendSilentDriver, type MendableConnection } from '@latchkey/common/server';
 *
 * declare const connection: MendableConnection & { openUri(uri: string): Promise<unknown> };
 *
 * async function open(): Promise<void> {
 *   await connection.openUri('mongodb://mongo:27017/shop');
 *   mendSilentDriver(connection, open);
 * }
 * ```
 */
export function mendSilentDriver(connection: MendableConnection, reopen: () => Promise<unknown>): void {
  let isMending = false;
  watchHeartbeats(connection.getClient(), () => {
    if (isMending) return;
    isMending = true;
    const reopened = connection.close(true).then(reopen, reopen);
    // What cannot be opened now is `reopen`'s to try again.
    reopened.catch(() => undefined);
  });
}

function watchHeartbeats(client: WatchedClient, onSilent: () => void): void {
  const { connectTimeoutMS, heartbeatFrequencyMS } = client.options;
  const limit = 2 * (connectTimeoutMS + heartbeatFrequencyMS) + PATIENCE_MS;
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
