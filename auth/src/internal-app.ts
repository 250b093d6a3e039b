import { errorHandler, NotFoundError } from '@latchkey/common';
import express, { type Express } from 'express';
import type { Registry } from 'prom-client';

export interface InternalAppDependencies {
  /** Whether the service has booted and is not draining. */
  readonly isReady: () => boolean;
  readonly registry: Registry;
}

/** The application of the internal port, which is never behind the public ingress. */
export function createInternalApp({ isReady, registry }: InternalAppDependencies): Express {
  const app = express();
  app.disable('x-powered-by');

  app.get('/healthz', (_req, res) => {
    res.send({ status: 'alive' });
  });
  // An absent MongoDB does not count: it would take out every replica at once, and what needs no database still works.
  app.get('/readyz', (_req, res) => {
    res.status(isReady() ? 200 : 503).send({ status: isReady() ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });

  app.use(() => {
    throw new NotFoundError();
  });
  app.use(errorHandler);
  return app;
}
