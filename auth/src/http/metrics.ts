import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricSources {
  /** Whether MongoDB is connected. */
  readonly isDatabaseUp: () => boolean;
  /** How many password hashes wait. */
  readonly hashesWaiting: () => number;
}

/** Makes the registry behind GET /metrics, and the middleware that feeds it. */
export function createMetrics({ isDatabaseUp, hashesWaiting }: MetricSources) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const durations = new Histogram({
    name: 'latchkey_http_request_duration_seconds',
    help: 'How long requests took, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  new Gauge({
    name: 'latchkey_mongodb_up',
    help: '1 when MongoDB is connected',
    registers,
    collect() {
      this.set(isDatabaseUp() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'latchkey_password_hashes_waiting',
    help: 'Password hashes that wait for a free core',
    registers,
    collect() {
      this.set(hashesWaiting());
    },
  });

  const middleware: RequestHandler = (req, res, next) => {
    const stop = durations.startTimer();
    res.once('finish', () => {
      // The route's pattern and not the path: callers must not be able to make labels.
      const { path = 'unknown' } = (req.route ?? {}) as { path?: string };
      stop({ method: req.method, route: path, status: res.statusCode });
    });
    next();
  };
  return { registry, middleware };
}

export type Metrics = ReturnType<typeof createMetrics>;
