import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network that loses requests on the way to a service. */
export interface LossyNetwork {
  readonly url: string;
  stop(): Promise<void>;
}

/** Hands requests on to a service, and cuts the connection of those with one method, as an outage would. */
export async function startLossyNetwork(serviceUrl: string, lostMethod: string): Promise<LossyNetwork> {
  const server = createServer((req, res) => {
    const { method, url, headers } = req;
    if (method === lostMethod) return void res.destroy();
    const onward = request(new URL(url!, serviceUrl), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(res);
    });
    req.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
