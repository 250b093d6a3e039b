import type { IncomingMessage, ServerResponse } from 'http';

/** Where the figures of `GET /metrics` come from; the registry of prom-client is one. */
export interface MetricsSource {
  /** The Content-Type of the figures. */
  readonly contentType: string;
  /** Reads the figures. */
  metrics(): Promise<string>;
}

/** What the health endpoints tell. */
export interface HealthOptions {
  /** Whether the service has started and is not draining. */
  readonly isReady: () => boolean;
  /** What `GET /metrics` shows; without it there is no such path. */
  readonly metrics?: MetricsSource | undefined;
}

/** Answers the health endpoints, as a listener of a server or as a middleware of Express. */
export type HealthEndpoints = (
  req: IncomingMessage,
  res: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/**
 * Makes the endpoints of the internal port: `GET /healthz` (the process is alive), `GET /readyz` (200 or 503) and `GET /metrics`.
 * No part that is away has a say in the first two: all replicas would be taken out at once, and what needs no such part still works.
 * @returns a listener that answers 404 to other requests; as a middleware, it leaves them to the next one
 * @example
 * ```ts
 * import { createHealthEndpoints, listen } from '@latchkey/common/server';
 *
 * let isReady = false;
 * await listen(createHealthEndpoints({ isReady: () => isReady }), 3001);
 * await listen(app, 3000);
 * isReady = true;
 * ```
 */
export function createHealthEndpoints({ isReady, metrics }: HealthOptions): HealthEndpoints {
  return function healthEndpoints(req, res, next) {
    const path = req.method === 'GET' || req.method === 'HEAD' ? req.url?.split('?', 1)[0] : undefined;
    if (path === '/healthz') return send(res, 200, { status: 'alive' });
    if (path === '/readyz')
      return isReady() ? send(res, 200, { status: 'ready' }) : send(res, 503, { status: 'not ready' });
    if (path === '/metrics' && metrics) return void sendMetrics(res, metrics, next);
    if (next) return next();
    send(res, 404, { status: 'not found' });
  };
}

function send(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function sendMetrics(
  res: ServerResponse,
  source: MetricsSource,
  next: ((error?: unknown) => void) | undefined,
): Promise<void> {
  try {
    const figures = await source.metrics();
    res.setHeader('Content-Type', source.contentType);
    res.end(figures);
  } catch (error) {
    if (next) next(error);
    else send(res, 500, { status: 'the figures cannot be read' });
  }
}
