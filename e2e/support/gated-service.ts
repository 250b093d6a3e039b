import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePorts } from '@latchkey/tools/dist/ports';
import type { Listening } from './listening';

/** Starts a gateway on a port, in front of one service and a gate. */
export type StartGateway = (port: number, service: number, gate: number, spare: number) => Promise<Listening>;

/** A gateway between a gate that answers as it is told, and a service that lets everybody in. */
export interface GatedService extends Listening {
  readonly url: string;
  /** What the gate was asked. */
  readonly asked: IncomingMessage[];
  /** What came to the service. */
  readonly served: IncomingMessage[];
  /** Changes what the gate answers from now on. */
  answer(listener: RequestListener): void;
}

export async function startGatedService(start: StartGateway): Promise<GatedService> {
  const asked: IncomingMessage[] = [];
  const served: IncomingMessage[] = [];
  let answer: RequestListener = (_req, res) => res.writeHead(503).end();
  const service = await listen((req, res) => {
    served.push(req);
    res.end('here');
  });
  const gate = await listen((req, res) => {
    asked.push(req);
    answer(req, res);
  });
  const [port, spare] = (await freePorts(2)) as [number, number];
  const gateway = await start(port, portOf(service), portOf(gate), spare);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    served,
    answer: (listener) => void (answer = listener),
    async stop() {
      await gateway.stop();
      for (const server of [service, gate]) server.close().closeAllConnections();
    },
  };
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
