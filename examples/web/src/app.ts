import { randomBytes } from 'node:crypto';
import { errorHandler } from '@latchkey/common';
import { createPages } from '@latchkey/common/pages';
import { requestLogOptions } from '@latchkey/common/server';
import { createRequestHandler } from '@react-router/express';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { ServerBuild } from 'react-router';
import { movedPages } from './moved-pages';
import { refuse } from './refuse';
import { createContext, type PageSettings } from './visit';

export interface Dependencies extends PageSettings {
  /** What `npm run build` made of `app/`. */
  readonly build: ServerBuild;
  /** The folder of what browsers load besides pages. */
  readonly assets: string;
  readonly authUrl: string;
  readonly trustProxy: number;
  /** Other origins whose pages may send forms here. */
  readonly trustedOrigins: readonly string[];
  /** Whether browsers come by https. */
  readonly isSecure: boolean;
  readonly log: Logger;
}

/** The public side of the service, apart from any port or process. */
export function createApp({ build, assets, trustProxy, log, isSecure, ...settings }: Dependencies): Express {
  const { authUrl, trustedOrigins, accountPath } = settings;
  const pages = createPages({
    authUrl,
    signInPath: `${accountPath}/signin`,
    cookieSecure: isSecure,
    trustedOrigins,
    // Once a page has loaded, React Router sends its forms.
    takesFormsOfScripts: true,
  });
  const app = express();
  app.set('trust proxy', trustProxy);
  app.use('/assets', express.static(`${assets}/assets`, { immutable: true, maxAge: '1y' }));
  app.use(pinoHttp({ logger: log, ...requestLogOptions }), nonce, securityHeaders(isSecure), notStored);
  app.use(movedPages(accountPath), refuse(pages));
  app.use(
    createRequestHandler({
      build,
      getLoadContext: (req, res) => ({ ...createContext(pages, settings, req, res) }),
    }),
  );
  app.use(errorHandler);
  return app;
}

const nonce: RequestHandler = (_req, res, next) => {
  res.locals.nonce = randomBytes(16).toString('base64');
  next();
};

/** Scripts and styles of this origin, and the one script in a page that has its data. */
function securityHeaders(isSecure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        scriptSrc: ["'self'", (_req, res) => `'nonce-${(res as express.Response).locals.nonce}'`],
        styleSrc: ["'self'"],
        fontSrc: ["'none'"],
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    strictTransportSecurity: isSecure,
    // With none at all a form would say that it comes from the origin `null`.
    referrerPolicy: { policy: 'same-origin' },
  });
}

/** A page is one person's. */
const notStored: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
