import { AsyncLocalStorage } from 'async_hooks';
import { subscribe, unsubscribe } from 'diagnostics_channel';
import type { Socket } from 'net';

const CHANNEL = 'net.client.socket';

/**
 * Does some work and hands over each socket that it opens, before it connects: for a client that keeps its sockets to
 * itself.
 */
export async function handingOverSockets<T>(
  onSocket: (socket: Socket) => void,
  work: () => Promise<T>,
): Promise<T> {
  const ours = new AsyncLocalStorage<boolean>();
  const onMessage = (message: unknown) => {
    if (ours.getStore()) onSocket((message as { socket: Socket }).socket);
  };
  subscribe(CHANNEL, onMessage);
  try {
    return await ours.run(true, work);
  } finally {
    unsubscribe(CHANNEL, onMessage);
    // Node 20 watches every promise of the process while a storage is there.
    ours.disable();
  }
}
