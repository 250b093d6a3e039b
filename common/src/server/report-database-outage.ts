import type { ErrorRequestHandler } from 'express';
import { DatabaseConnectionError } from '../errors/unavailable-error';
import { isDatabaseOutage } from './database-outage';
import type { OutageLog } from './outage-log';

/**
 * Makes the middleware that turns the faults of an absent MongoDB into 503 with Retry-After, and never into 401 or 500. It goes
 * before `errorHandler`. The cause goes to the outage log alone: a line for each request would fill the log meanwhile.
 * @param outages logs that MongoDB goes away; the service's connection tells it when MongoDB is back
 * @example
 * ```ts
 * import { errorHandler } from '@latchkey/common';
 * import { createOutageLog, reportDatabaseOutage } from '@latchkey/common/server';
 *
 * const outages = createOutageLog(logger, 'MongoDB');
 * app.use(reportDatabaseOutage(outages), errorHandler);
 * ```
 */
export function reportDatabaseOutage(outages: OutageLog): ErrorRequestHandler {
  return (error: unknown, _req, _res, next) => {
    if (!isDatabaseOutage(error)) return next(error);
    outages.away(error);
    next(new DatabaseConnectionError());
  };
}
