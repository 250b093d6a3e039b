import { errorHandler, NotFoundError } from '@latchkey/common';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from './config';
import { reportOutage } from './http/report-outage';
import { introspect } from './routes/introspect';
import { jwks } from './routes/jwks';
import { revocations } from './routes/revocations';
import { verify } from './routes/verify';
import type { Services } from './services';

export interface InternalAppDependencies {
  readonly config: Pick<Config, 'INTERNAL_TOKEN'>;
  /** Whether the service has booted and is not draining. */
  readonly isReady: () => boolean;
  readonly registry: Registry;
  readonly services: Services;
  /** Takes what goes wrong; what is asked here is not logged, since a gateway asks on every request. */
  readonly log: Logger;
}

/** The application of the internal port, which is never behind the public ingress. */
export function createInternalApp(dependencies: InternalAppDependencies): Express {
  const { config, isReady, registry, services, log } = dependencies;
  const app = express();
  app.disable('x-powered-by');

  app.use((req, res, next) => {
    req.log = log;
    res.set('Cache-Control', 'no-store');
    next();
  });

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

  // For services, which may reach this port without the public one.
  app.get('/.well-known/jwks.json', jwks(services.keys));
  app.get('/revocations', revocations(services.revocations));
  if (config.INTERNAL_TOKEN !== undefined)
    app.post('/introspect', introspect(services, config.INTERNAL_TOKEN));
  app.use('/verify', verify(services));

  app.use(() => {
    throw new NotFoundError();
  });
  app.use(reportOutage);
  app.use(errorHandler);
  return app;
}
