import type { ErrorRequestHandler, Request } from 'express';
import { isAnswerable } from '../errors/answerable';
import { CustomError } from '../errors/custom-error';
import { toProblemAnswer } from '../errors/problem-answer';

/** A request with pino-http's logger, where the service has it. */
type LoggedRequest = Request & {
  log?: { error(fields: object, message: string): void; warn(message: string): void };
};

let hasNamedForeign = false;

/**
 * The last middleware of a service: answers every error as `application/problem+json` (RFC 9457). An error that is neither
 * the client's fault nor thrown on purpose is logged, with pino-http's `req.log` where there is one; the client sees nothing
 * of it.
 * @example
 * ```ts
 * import { errorHandler } from '@latchkey/common';
 *
 * app.use(errorHandler);
 * ```
 */
export const errorHandler: ErrorRequestHandler = (error, req: LoggedRequest, res, next) => {
  const { status, headers, body } = toProblemAnswer(error);
  if (status >= 500 && !isDeliberate(error)) log(req, error);
  if (isAnswerable(error) && !(error instanceof CustomError)) nameForeign(req, error);
  if (res.headersSent) return next(error);
  res.status(status).set(headers).send(body);
};

/** Whether a service said so on purpose, as a full queue does: a flood must not fill the log as well. */
function isDeliberate(error: unknown): boolean {
  return isAnswerable(error) && error.expose === true && error.cause === undefined;
}

/** Names an error of another library, or of another copy of this one, once: nobody would see it otherwise. */
function nameForeign(req: LoggedRequest, error: object): void {
  if (hasNamedForeign) return;
  hasNamedForeign = true;
  const message = `${error.constructor.name} is no error of this copy of @latchkey/common; it is answered by its statusCode and serializeErrors(). Import it from here, or leave one copy.`;
  if (req.log) req.log.warn(message);
  // eslint-disable-next-line no-console -- a service without a logger has to learn of it as well
  else console.warn(message);
}

function log(req: LoggedRequest, error: unknown): void {
  if (req.log) req.log.error({ err: error }, 'request failed');
  // eslint-disable-next-line no-console -- a service without a logger still has to learn of its faults
  else console.error(error);
}
