import { DatabaseConnectionError } from '@latchkey/common';
import type { ErrorRequestHandler } from 'express';
import { isOutage } from '../database';

/** Turns the faults of an absent MongoDB into 503 with Retry-After; never into a 401. */
export const reportOutage: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  // The cause goes to the log and to nobody else.
  next(isOutage(error) ? new DatabaseConnectionError({ cause: error }) : error);
};
