import { randomBytes } from 'node:crypto';
import { errorHandler, isUnsafeCrossOrigin } from '@latchkey/common';
import { requestLogOptions } from '@latchkey/common/server';
import { createRequestHandler } from '@react-router/express';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { ServerBuild } from 'react-router';
import { takeRefusals } from './refused-cookie';
import { createVisit, type VisitSettings } from './visit';

export interface Dependencies extends VisitSettings {
  /** What `npm run build` made of `app/`. */
  readonly build: ServerBuild;
  /** The folder of what browsers load besides pages. */
  readonly assets: string;
  readonly trustProxy: number;
  /** Other origins whose pages may send forms here. */
  readonly trustedOrigins: readonly string[];
  readonly log: Logger;
}

/** The public side of the service, apart from any port or process. */
export function createApp({
  build,
  assets,
  trustProxy,
  trustedOrigins,
  log,
  ...visit
}: Dependencies): Express {
  const app = express();
  app.set('trust proxy', trustProxy);
  app.use('/assets', express.static(`${assets}/assets`, { immutable: true, maxAge: '1y' }));
  app.use(pinoHttp({ logger: log, ...requestLogOptions }), nonce, securityHeaders(visit.isSecure), notStored);
  app.use(pagesAndForms(trustedOrigins), takeRefusals(visit.isSecure));
  app.use(
    createRequestHandler({
      build,
      getLoadContext: async (req, res) => ({ ...(await createVisit(visit, req, res)) }),
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

const MAX_BYTES = 16_384;
/** RFC 1035, section 2.3.4. */
const MAX_HOST_CHARACTERS = 253;
const FORM = /^application\/x-www-form-urlencoded\b/;

/**
 * What a browser can ask of a page is to see it, and to take a form of its own; React Router reads bodies itself,
 * whatever their length.
 */
function pagesAndForms(trustedOrigins: readonly string[]): RequestHandler {
  return (req, res, next) => {
    const { method, headers, hostname } = req;
    const refuse = (status: number, why: string) =>
      void res.status(status).set('Connection', 'close').type('text').send(`${why}\n`);
    // React Router makes a URL of it, which is quadratic in the characters of a host (IDNA).
    if (!isHost(hostname)) return refuse(400, 'This is no name of a host.');
    if (method === 'GET' || method === 'HEAD') return next();
    if (method !== 'POST') return refuse(405, 'Pages are there to be seen, and take forms.');
    if (isUnsafeCrossOrigin(req, trustedOrigins))
      return refuse(403, 'This form was sent by another site. Open the page here, and send its own form.');
    if (!FORM.test(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined)
      return refuse(415, 'Pages take forms only, and no compressed ones.');
    const length = Number(headers['content-length'] ?? NaN);
    return length <= MAX_BYTES ? next() : refuse(413, 'This is longer than any form here.');
  };
}

function isHost(name = ''): boolean {
  return name.length <= MAX_HOST_CHARACTERS && URL.canParse(`http://${name}`);
}
