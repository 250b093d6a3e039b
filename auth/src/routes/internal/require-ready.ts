import type { RequestHandler } from 'express';
import { comeBack } from './require-current';

/** Answers 503 with Retry-After while this replica starts or ends: who followed it would have to go again. */
export function requireReady(isReady: () => boolean): RequestHandler {
  return function requireReady(_req, _res, next) {
    if (!isReady())
      throw comeBack('This replica is starting or ending. Try another one, or try again shortly.');
    next();
  };
}
