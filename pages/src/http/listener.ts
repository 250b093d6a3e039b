import type { IncomingMessage, RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { loggedError, requestLogOptions } from '@latchkey/common/server';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { texts } from '../texts/texts';

/** A name of 253 characters (RFC 1035, section 2.3.4) and a port. */
const MAX_HOST_CHARACTERS = 259;

/** Serves an application by node:http, with a log line for each request. */
export function listenerOf(app: Hono<{ Bindings: HttpBindings }>, log: Logger): RequestListener {
  app.onError((error, { text }) => {
    log.error({ err: loggedError(error) }, 'a page failed');
    return text(texts.errors.texts.fault, 500);
  });
  const logRequest = pinoHttp({ logger: log, ...requestLogOptions });
  const serve = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
  });
  return (req, res) => {
    logRequest(req, res);
    const fault = validate(req);
    if (fault !== undefined) res.writeHead(400, { Connection: 'close' }).end(fault);
    else void serve(req, res);
  };
}

/**
 * Both names of a host are parsed before any handler, which is quadratic in their characters (IDNA). Browsers ask a proxy alone for
 * a whole URL.
 * @returns what is wrong
 */
function validate({ url = '', headers: { host = '' } }: IncomingMessage): string | undefined {
  if (!url.startsWith('/')) return texts.errors.badTarget;
  return host.length > MAX_HOST_CHARACTERS ? texts.errors.texts.badHost : undefined;
}
