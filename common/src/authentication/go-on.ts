import type { NextFunction } from 'express';
import { isPromise, type Eventually } from '../async/eventually';

/**
 * Lets the request go on when a check is done; at once, unless the check had to wait. A refusal goes to `next`, and is never
 * thrown: behind asynchronous middleware, a throw is a rejection that nobody handles, and ends the process.
 */
export function goOn(check: () => Eventually<unknown>, next: NextFunction): void {
  let checking: Eventually<unknown>;
  try {
    checking = check();
  } catch (error) {
    return next(error);
  }
  if (isPromise(checking)) checking.then(() => next(), next);
  else next();
}
