import { DatabaseConnectionError } from '@latchkey/common';
import type { ErrorRequestHandler } from 'express';
import { isOutage } from '../database';

/** Turns the faults of an absent MongoDB into 503 with Retry-After; never into a 401. */
export const reportOutage: ErrorRequestHandler = (error, req, _res, next) => {
  if (!isOutage(error)) return next(error);
  req.log.warn({ err: error as Error }, 'MongoDB is away');
  next(new DatabaseConnectionError());
};
