import express, { type Express } from 'express';
import type { Registry } from 'prom-client';

/**
 * The internal side: whether the process is alive, whether it wants requests, and figures for Prometheus. MongoDB has
 * no say in the first two.
 */
export function createHealthApp(isReady: () => boolean, registry: Registry): Express {
  const app = express();
  app.get('/healthz', (_req, res) => void res.sendStatus(200));
  app.get('/readyz', (_req, res) => void res.sendStatus(isReady() ? 200 : 503));
  app.get(
    '/metrics',
    async (_req, res) => void res.type(registry.contentType).send(await registry.metrics()),
  );
  return app;
}
