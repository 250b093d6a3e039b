import type { IncomingMessage, RequestListener, ServerResponse } from 'http';
import { drain } from './drain';
import { createHealthEndpoints, type MetricsSource } from './health-endpoints';
import { listen } from './listen';

/** Where `serve` says what it does: a logger of pino, or one like it. */
export interface ServeLogger {
  /** Writes that the service listens, or drains. */
  info(fields: object, message: string): void;
}

/** What `serve` runs, and where. */
export interface ServeOptions {
  /** The public port. */
  readonly port: number;
  /** The port of the health endpoints. It must not be behind the ingress. */
  readonly internalPort: number;
  /** The address of both ports; all of them by default. */
  readonly host?: string | undefined;
  /** Ends the service when it is aborted, such as `stopSignal`. */
  readonly stop: AbortSignal;
  /** What `GET /metrics` shows, such as a registry of prom-client. */
  readonly metrics?: MetricsSource | undefined;
  /** Answers on the internal port, before the health endpoints; it leaves a request to them by `next`. */
  readonly internal?: ((req: IncomingMessage, res: ServerResponse, next: () => void) => void) | undefined;
  /** Takes a line when the service listens, and one when it drains. */
  readonly log?: ServeLogger | undefined;
  /** Makes the application. The public port opens once it is there; `stop` does not wait for it. */
  readonly start: () => RequestListener | Promise<RequestListener>;
  /** Goes on beside the requests, such as connecting to a database, and ends by itself at `stop`. Its failure ends the service. */
  readonly work?: (() => Promise<unknown>) | undefined;
  /** Closes what was opened, after the last answer. */
  readonly end?: (() => Promise<unknown>) | undefined;
}

/**
 * Serves an application as a pod should: alive from the first moment, ready once it listens, not ready from `stop` on; then it
 * answers what is in flight and closes.
 * @returns when all is closed
 * @throws what `start`, `work` and `end` throw; Error with code EADDRINUSE or EACCES when a port cannot be opened
 * @example
 * ```ts
 * import { close, ready } from '@latchkey/common';
 * import { serve } from '@latchkey/common/server';
 * import { stopSignal } from '@latchkey/common/server/stop-signal';
 *
 * const start = async () => {
 *   await ready();
 *   return app;
 * };
 * await serve({ port: 3000, internalPort: 3001, stop: stopSignal, start, end: close });
 * ```
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { host, internalPort, stop, metrics, start, end } = options;
  const stopped = untilAborted(stop);
  let isServing = false;
  const health = createHealthEndpoints({ isReady: () => isServing && !stop.aborted, metrics });
  const first = options.internal;
  const internal = await listen(
    first ? (req, res) => first(req, res, () => health(req, res)) : health,
    internalPort,
    host,
  );
  const app = await Promise.race([start(), stopped]);
  if (app) await serveUntil(stopped, app, options, () => (isServing = true));
  await end?.();
  await drain(internal, 0);
}

async function serveUntil(
  stopped: Promise<void>,
  app: RequestListener,
  { port, internalPort, host, log, work }: ServeOptions,
  onListening: () => void,
): Promise<void> {
  const server = await listen(app, port, host);
  const working = Promise.resolve(work?.());
  onListening();
  log?.info({ port, internalPort }, 'listening');
  await Promise.race([stopped, working.then(() => stopped)]);
  log?.info({}, 'draining');
  await drain(server);
  await working;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
