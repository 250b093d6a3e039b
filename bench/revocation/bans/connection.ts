import { once } from 'node:events';
import { connect } from 'node:net';
import { completeStatus } from '../../lib/http.js';

/** A kept connection that costs this process little, so that what it times is the other side. */
export interface Connection {
  /**
   * Sends a request and waits for the whole answer; one at a time.
   * @returns its status
   */
  ask(request: Buffer): Promise<number>;
  close(): void;
}

const TIMEOUT_MS = 10_000;

/** Opens a connection to a server on 127.0.0.1; it fails when that closes it, or does not answer in ten seconds. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1').setNoDelay().setTimeout(TIMEOUT_MS);
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  let pending: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;

  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    const status = completeStatus(received);
    if (status === undefined) return;
    received = Buffer.alloc(0);
    pending?.resolve(status);
    pending = undefined;
  });
  // A connection that nobody waits for may be idle.
  socket.on('timeout', () => pending && socket.destroy(new Error('No answer in ten seconds')));
  socket.on('error', (error) => pending?.reject(error));
  socket.on('close', () => pending?.reject(new Error('The server closed the connection')));

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}
