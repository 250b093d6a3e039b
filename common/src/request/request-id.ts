import { randomUUID } from 'crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'http';
import { isRequestId, REQUEST_ID_HEADER } from '../http/request-id-form';

/**
 * The id of a request: its `X-Request-Id`, where that has a plain form, or a new UUID. The request carries the id from then on,
 * so all who ask get the same, and whatever hands its headers on hands on the id.
 *
 * A client can choose the id. It is a name to find lines of logs by, and nothing is decided by it.
 */
export function requestIdOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const given = headers[REQUEST_ID_HEADER];
  if (isRequestId(given)) return given;
  return (headers[REQUEST_ID_HEADER] = randomUUID());
}

/**
 * Takes or makes the id of a request and sends it with the answer, as `X-Request-Id`. `requireActive` and `forwardSession` hand
 * it on to the services that they ask.
 * @returns 1 to 64 letters, digits, `_` and `-`
 * @example
 * ```ts
 * import { takeRequestId } from '@latchkey/common/server';
 *
 * app.use((req, res, next) => {
 *   console.log(takeRequestId(req, res), req.method);
 *   next();
 * });
 * ```
 */
export function takeRequestId(
  req: { readonly headers: IncomingHttpHeaders },
  res: Pick<ServerResponse, 'setHeader'>,
): string {
  const id = requestIdOf(req);
  res.setHeader('X-Request-Id', id);
  return id;
}
