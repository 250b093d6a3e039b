import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { isAmbiguousPath } from './ambiguous-path';
import { ROUTES } from './routes';

export interface GatewayPorts {
  readonly auth: number;
  readonly tickets: number;
  readonly pages: number;
  readonly web: number;
}

/**
 * Starts the one local origin in front of the services.
 * @throws Error that says what to do when the port is in use
 */
export async function startGateway(
  port: number,
  services: GatewayPorts,
): Promise<{ stop: () => Promise<void> }> {
  const proxy = createProxyServer({});
  // By this header a service could give its scripts the paths of another one.
  proxy.on('proxyRes', ({ headers }) => delete headers['service-worker-allowed']);
  const server = createServer((req, res) => {
    const target = req.url ?? '/';
    if (isAmbiguousPath(target))
      return refuse(
        res,
        400,
        'invalid_path',
        'Send the path without %2F, %5C, %2E, backslashes and dot segments.',
      );
    const path = target.split('?', 1)[0]!;
    const route = ROUTES.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
    const service = route?.[1] ?? 'web';
    // Whatever the caller claims; httpxy's own option would keep it.
    req.headers['x-forwarded-for'] = req.socket.remoteAddress;
    req.headers['x-forwarded-proto'] = 'http';
    req.headers['x-forwarded-host'] = req.headers.host;
    proxy
      .web(req, res, { target: `http://127.0.0.1:${services[service]}` })
      .catch(() => refuse(res, 502, 'bad_gateway', `The ${service} service does not answer.`));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE'
      ? new Error(`port ${port} is in use. End what listens there, or take another: PORT=3080 npm start`)
      : error;
  });
  return {
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function refuse(res: ServerResponse | Socket, status: number, code: string, message: string): void {
  if (res instanceof Socket || res.headersSent) return void res.destroy();
  res.writeHead(status, { 'Content-Type': 'application/problem+json' });
  res.end(
    JSON.stringify({
      type: `urn:latchkey:problem:${code}`,
      title: message,
      status,
      code,
      errors: [{ message }],
    }),
  );
}
