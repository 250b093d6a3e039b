import { createServer, type OutgoingHttpHeaders, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';

/** What a server that runs in a child process tells its parent when it listens. */
export interface Greeting {
  readonly port: number;
  /** Headers that authenticate a request. */
  readonly credentials: OutgoingHttpHeaders;
}

/** The CPU time of a child process so far, user and system, in microseconds; any message asks for it. */
export interface CpuAnswer {
  readonly cpuUs: number;
}

/** Serves in this child process, greets the parent, and answers how much CPU was used; ends with the parent. */
export async function serveToParent(
  listener: RequestListener,
  credentials: OutgoingHttpHeaders = {},
): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    tellParent({ cpuUs: user + system });
  });
  process.on('disconnect', () => process.exit());
  tellParent({ port: (server.address() as AddressInfo).port, credentials });
}

function tellParent(message: Greeting | CpuAnswer): void {
  if (!process.send) throw new Error('This program is started by a bench, as its child process');
  process.send(message);
}
