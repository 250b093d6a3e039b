import { requestLogOptions } from '@latchkey/common/server';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/**
 * Gives each request an id (the caller's X-Request-Id, if it has a plain form) and logs one line for each answer.
 * Only what is named here is logged: no headers, no bodies, and of the target no more than its path, since passwords and
 * tokens travel in all of these. An answer that nobody waited for has the status 499.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    ...requestLogOptions,
    // What went wrong is the error handler's line, with the same id; pino-http would make up an error of its own.
    customErrorObject: (_req, _res, _error, line: object) => ({ ...line, err: undefined }),
    customLogLevel: (_req, res) => (res.statusCode >= 500 ? 'error' : 'info'),
    quietReqLogger: true,
  });
}
