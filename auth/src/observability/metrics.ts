import type { Server } from 'node:http';
import { connectionsOf, loggedStatus } from '@latchkey/common/server';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RevocationLog } from '../revocations/revocation-log';

export interface MetricSources {
  /** Whether MongoDB is connected. */
  readonly isDatabaseUp: () => boolean;
  /** How many password hashes wait, or the requests that need them. */
  readonly hashesWaiting: () => number;
  readonly revocations: Pick<RevocationLog, 'list' | 'asOf'>;
}

/** Makes the registry behind GET /metrics, and the middleware that feeds it. */
export function createMetrics({ isDatabaseUp, hashesWaiting, revocations }: MetricSources) {
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
  /** A gauge that is read at each scrape. */
  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
  const { list, asOf } = revocations;
  gauge('latchkey_mongodb_up', '1 when MongoDB is connected', () => (isDatabaseUp() ? 1 : 0));
  gauge(
    'latchkey_password_hashes_waiting',
    'Sign-ins and other requests that wait for their turn, or for a core for their hash',
    hashesWaiting,
  );
  gauge('latchkey_revocations_entries', 'Revoked users and sessions that are held', () => list.size);
  gauge(
    'latchkey_revocations_as_of_age_seconds',
    'How long ago MongoDB was last read for revocations',
    () => (Date.now() - asOf()) / 1000,
  );

  const middleware: RequestHandler = (req, res, next) => {
    const stop = durations.startTimer();
    // Not `finish`, which an answer that nobody waits for never comes to.
    res.once('close', () => {
      // The route's pattern and not the path: callers must not be able to make labels.
      const { path = 'unknown' } = (req.route ?? {}) as { path?: string };
      stop({ method: req.method, route: path, status: loggedStatus(res) });
    });
    next();
  };

  /** Tells how many connections each port has. */
  function watchConnections(ports: Readonly<Record<'public' | 'internal', Server>>): void {
    new Gauge({
      name: 'latchkey_connections',
      help: 'Connections that are open, by port; each port takes MAX_CONNECTIONS',
      labelNames: ['port'],
      registers,
      collect() {
        for (const [port, server] of Object.entries(ports)) this.set({ port }, connectionsOf(server));
      },
    });
  }
  return { registry, middleware, gauge, watchConnections };
}

/** Makes the counter of the consumers that were removed from NATS. */
export function countRemovedConsumers(registry: Registry): (removed: number) => void {
  const counter = new Counter({
    name: 'latchkey_nats_consumers_removed_total',
    help: 'Consumers on NATS that no service needs, and that were removed',
    registers: [registry],
  });
  return (removed) => counter.inc(removed);
}

export type Metrics = ReturnType<typeof createMetrics>;
