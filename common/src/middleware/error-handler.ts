import type { ErrorRequestHandler, Request } from 'express';
import { CustomError } from '../errors/custom-error';
import { toProblem } from '../problem';

/**
 * The last middleware of a service: answers every error as `application/problem+json` (RFC 9457). What is not the
 * client's fault, nor said on purpose, is logged, with pino-http's `req.log` where there is one, and told to nobody.
 */
export const errorHandler: ErrorRequestHandler = (error, req, res, next) => {
  const problem = toProblem(error);
  if (problem.status >= 500 && !isSaid(error)) log(req, error);
  if (res.headersSent) return next(error);
  if (error instanceof CustomError && error.headers) res.set(error.headers);
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
};

/** Whether a service said so on purpose, as a full queue does: a flood must not fill the log as well. */
function isSaid(error: unknown): boolean {
  return error instanceof CustomError && error.cause === undefined;
}

function log(
  req: Request & { log?: { error(fields: object, message: string): void } },
  error: unknown,
): void {
  if (req.log) req.log.error({ err: error }, 'request failed');
  // eslint-disable-next-line no-console -- a service without a logger still has to learn of its faults
  else console.error(error);
}
