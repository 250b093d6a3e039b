import { errorHandler, NotFoundError } from '@latchkey/common';
import { createFeedEndpoints, type Followers } from '@latchkey/common/protocol';
import { createHealthEndpoints, reportDatabaseOutage } from '@latchkey/common/server';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { limitTokenChecks } from '../http/limit-token-checks';
import type { Metrics } from '../observability/metrics';
import { requestLog } from '../observability/request-log';
import { introspect } from '../routes/internal/introspect';
import { sendJwks } from '../routes/meta/jwks';
import { verify } from '../routes/internal/verify';
import type { Services } from '../services';

export interface InternalAppDependencies {
  readonly config: Pick<Config, 'FEED_TOKEN_REQUIRED' | 'INTERNAL_TOKEN' | 'MAX_TOKEN_CHECKS'>;
  /** Whether the service has booted and is not draining. */
  readonly isReady: () => boolean;
  readonly followers: Followers;
  readonly metrics: Pick<Metrics, 'registry' | 'gauge'>;
  readonly services: Services;
  /** Takes what goes wrong, and each introspection. `/verify` is not logged, since a gateway asks on every request. */
  readonly log: Logger;
}

/** The application of the internal port, which is never behind the public ingress. */
export function createInternalApp(dependencies: InternalAppDependencies): Express {
  const { config, isReady, followers, metrics, services, log } = dependencies;
  const { registry, gauge } = metrics;
  registry.registerMetric(services.events.counter);
  const app = express();
  app.disable('x-powered-by');

  app.use((req, res, next) => {
    req.log = log;
    res.set('Cache-Control', 'no-store');
    next();
  });

  app.use(createHealthEndpoints({ isReady, metrics: registry }));

  // For services, which may reach this port without the public one.
  app.get('/.well-known/jwks.json', sendJwks(services.keys));
  const token = config.FEED_TOKEN_REQUIRED ? config.INTERNAL_TOKEN : undefined;
  const feed = createFeedEndpoints({ source: services.revocations, followers, isReady, token });
  gauge('latchkey_revocations_followers', 'Open streams of GET /revocations', () => followers.taken);
  gauge('latchkey_revocations_snapshots', 'Requests to GET /revocations/snapshot in flight', feed.snapshots);
  app.use(feed.handle);

  const checks = limitTokenChecks(config.MAX_TOKEN_CHECKS);
  gauge('latchkey_token_checks', 'Requests to /verify and /introspect in flight', () => checks.inFlight);
  if (config.INTERNAL_TOKEN !== undefined)
    app.post('/introspect', checks.limit, requestLog(log), introspect(services, config.INTERNAL_TOKEN));
  app.use('/verify', checks.limit, verify(services));

  app.use(() => {
    throw new NotFoundError();
  });
  app.use(reportDatabaseOutage(services.outages));
  app.use(errorHandler);
  return app;
}
