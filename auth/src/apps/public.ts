import { errorHandler, NotFoundError } from '@latchkey/common';
import { reportDatabaseOutage } from '@latchkey/common/server';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { clientAddress } from '../http/client-address';
import type { Metrics } from '../observability/metrics';
import { refuseCrossOrigin } from '../http/refuse-cross-origin';
import { refuseOtherMethods } from '../http/refuse-other-methods';
import { requestLog } from '../observability/request-log';
import { createDocument } from '../openapi/document';
import { docsFiles } from '../routes/meta/docs';
import type { Services } from '../services';
import { listAreas, type EndpointSettings, type PublicParts } from './endpoints';
import { mount } from './mount';

export interface AppDependencies {
  readonly config: EndpointSettings &
    Pick<Config, 'TRUST_PROXY' | 'COOKIE_SECURE' | 'COOKIE_DOMAIN' | 'ACCOUNT_PATH'>;
  readonly services: Services;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'middleware'>;
}

/** The application of the public port: the order here is the order that a request goes through. */
export function createApp({ config, services, log, metrics }: AppDependencies): Express {
  const areas = listAreas(config);
  const endpoints = areas.flatMap((area) => area.endpoints);
  const parts = partsOf(config, services, areas);
  const app = express();
  app.set('trust proxy', config.TRUST_PROXY);

  app.use(metrics.middleware);
  app.use(clientAddress(log));
  app.use(helmet(config.COOKIE_SECURE ? {} : OVER_HTTP));
  app.use(services.authentication.cors);
  app.use('/api/users', noStore);
  // What anybody can flood is refused before it is logged or its body is read.
  mount(app, endpoints, parts, 'gate');
  app.use(requestLog(log));
  app.use(refuseCrossOrigin(services.trustedOrigins));
  app.use(express.json({ limit: '16kb', inflate: false }));

  mount(app, endpoints, parts, 'handlers');
  if (config.API_DOCS) app.use('/api/users/docs', docsFiles());

  app.use(refuseOtherMethods(endpoints));
  app.use(() => {
    throw new NotFoundError();
  });
  app.use(reportDatabaseOutage(services.outages));
  app.use(errorHandler);
  return app;
}

/** What the endpoints are made of; the document is made of their list. */
function partsOf(
  { COOKIE_SECURE, COOKIE_DOMAIN, ACCOUNT_PATH }: AppDependencies['config'],
  services: Services,
  areas: ReturnType<typeof listAreas>,
): PublicParts {
  const cookieSettings = { cookieSecure: COOKIE_SECURE, cookieDomain: COOKIE_DOMAIN };
  const hasAccountPages = ACCOUNT_PATH !== undefined;
  return { ...services, apiDocument: createDocument(areas, { ...cookieSettings, hasAccountPages }) };
}

/** Without TLS, browsers must not be told to ask for it. */
const OVER_HTTP = {
  strictTransportSecurity: false,
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
} as const;

/** Answers about people stay out of every cache. */
const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
