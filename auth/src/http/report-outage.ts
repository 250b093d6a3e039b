import { DatabaseConnectionError } from '@latchkey/common';
import type { OutageLog } from '@latchkey/common/server';
import type { ErrorRequestHandler } from 'express';
import { isOutage } from '../database';

/**
 * Turns the faults of an absent MongoDB into 503 with Retry-After; never into a 401. The cause goes to the outage log and
 * to nobody else: a line for each request would fill the log while MongoDB is away.
 */
export function reportOutage(outages: OutageLog): ErrorRequestHandler {
  return (error: unknown, _req, _res, next) => {
    if (!isOutage(error)) return next(error);
    outages.away(error);
    next(new DatabaseConnectionError());
  };
}
