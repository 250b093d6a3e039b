import type { IncomingMessage, ServerResponse } from 'http';
import { loggedPath, loggedStatus } from '../request/logged-request';
import { takeRequestId } from '../request/request-id';

/** A request with the id that the logger gave it, and the target that Express keeps. */
type LoggedRequest = IncomingMessage & { readonly id?: unknown; readonly originalUrl?: string };

/**
 * Options for pino-http that log each request with its id, method, path and status. Neither headers nor bodies nor queries are
 * logged, since tokens and passwords travel in all of these. The caller gets the id as `X-Request-Id`.
 * @example
 * ```ts
 * import { requestLogOptions } from '@latchkey/common/server';
 *
 * // app.use(pinoHttp({ logger, ...requestLogOptions }));
 * app.use((req, res, next) => {
 *   console.log(requestLogOptions.genReqId(req, res));
 *   next();
 * });
 * ```
 */
export const requestLogOptions = {
  /** Takes or makes the id of a request. */
  genReqId: takeRequestId,
  /** The serializers below get the request and the answer themselves. */
  wrapSerializers: false,
  /** What is logged of a request and of its answer; a client that went away first has the status 499. */
  serializers: {
    /** Its id, method and path. */
    req: ({ id, method, url, originalUrl = url }: LoggedRequest) => ({
      id,
      method,
      path: loggedPath(originalUrl),
    }),
    /** Its status. */
    res: (res: ServerResponse) => ({ status: loggedStatus(res) }),
  },
} as const;
