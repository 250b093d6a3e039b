import type { Server, ServerResponse } from 'http';
import type { Socket } from 'net';
import type { FairPlaces } from './fair-places';

/** What `listen` keeps of a server, for `drain` and `connectionsOf`. */
export interface ServedConnections {
  /** The answers that a server still owes. */
  readonly answers: Set<ServerResponse>;
  isDraining: boolean;
  readonly places: FairPlaces<Socket>;
  /** All that are open, those of websockets too, which http does not count. */
  readonly sockets: Set<Socket>;
}

/** By the servers that `listen` has started. */
export const servedConnections = new WeakMap<Server, ServedConnections>();

/** Tells the client of an answer to send its next request over another connection. */
export function sendElsewhere(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
