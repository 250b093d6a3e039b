import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { isAmbiguousPath } from './ambiguous-path';
import { askGate, handOn, removeClaims } from './ask-gate';
import { findRoute, GATED_ROUTES, ROUTES } from './routes';

export interface GatewayPorts {
  readonly auth: number;
  readonly tickets: number;
  readonly pages: number;
  readonly web: number;
  readonly reports: number;
  readonly gate: number;
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
        'Send the path without %2F, %5C, %2E, backslashes, dot segments and #.',
      );
    // Whatever the caller claims; httpxy's own option would keep it.
    removeClaims(req.headers);
    req.headers['x-forwarded-for'] = req.socket.remoteAddress;
    req.headers['x-forwarded-proto'] = 'http';
    req.headers['x-forwarded-host'] = req.headers.host;
    const path = target.split('?', 1)[0]!;
    const gated = findRoute(GATED_ROUTES, path);
    const service = gated?.[1] ?? findRoute(ROUTES, path)?.[1] ?? 'web';
    const passing = gated ? passGate(services.gate, gated[2], req, res) : Promise.resolve(true);
    void passing.then(async (passes) => {
      if (!passes) return;
      await proxy
        .web(req, res, { target: `http://127.0.0.1:${services[service]}` })
        .catch(() => refuse(res, 502, 'bad_gateway', `The ${service} service does not answer.`));
    });
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

/** Asks the gate about a request, and answers it unless it may pass. @returns whether it may; without an answer it may not */
async function passGate(
  gate: number,
  policy: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  const verdict = await askGate(gate, policy, req).catch(() => undefined);
  if (!verdict) refuse(res, 503, 'unavailable', 'The gate does not answer.');
  else if ('user' in verdict) handOn(req.headers, verdict.user);
  else res.writeHead(verdict.status, verdict.headers).end(verdict.body);
  return verdict !== undefined && 'user' in verdict;
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
