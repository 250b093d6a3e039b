import { errorHandler, NotFoundError } from '@latchkey/common';
import { createFairPlaces } from '@latchkey/common/protocol';
import { createHealthEndpoints, reportDatabaseOutage } from '@latchkey/common/server';
import express, { type Express, type Response } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { limitTokenChecks } from '../http/limit-token-checks';
import type { Metrics } from '../observability/metrics';
import { requestLog } from '../observability/request-log';
import { requireCredential } from '../routes/internal/require-credential';
import { introspect } from '../routes/internal/introspect';
import { sendJwks } from '../routes/meta/jwks';
import { requireReady } from '../routes/internal/require-ready';
import { MAX_SNAPSHOTS, revocationSnapshot } from '../routes/internal/revocation-snapshot';
import { revocations, type Followers } from '../routes/internal/revocations';
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
  if (config.FEED_TOKEN_REQUIRED) app.use('/revocations', requireCredential(config.INTERNAL_TOKEN!));
  app.use('/revocations', requireReady(isReady));
  gauge('latchkey_revocations_followers', 'Open streams of GET /revocations', () => followers.taken);
  app.get('/revocations', revocations(services.revocations, followers));
  const readers = createFairPlaces<Response>(MAX_SNAPSHOTS, (res) => res.destroy());
  gauge(
    'latchkey_revocations_snapshots',
    'Requests to GET /revocations/snapshot in flight',
    () => readers.taken,
  );
  app.get('/revocations/snapshot', revocationSnapshot(services.revocations, readers));

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
