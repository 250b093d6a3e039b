import { randomInt } from 'crypto';
import { UnavailableError } from '../errors/unavailable-error';
import type { FeedSource } from './feed-source';

const MAX_RETRY_AFTER_S = 5;

/** 503: a follower is to come back, here or elsewhere; not all at the same time. */
export function comeBack(message: string): UnavailableError {
  return new UnavailableError(message, randomInt(1, MAX_RETRY_AFTER_S + 1));
}

/** @throws UnavailableError (503 with Retry-After) while what this replica knows is older than 15 s */
export function requireCurrent({ isCurrent }: Pick<FeedSource, 'isCurrent'>): void {
  if (!isCurrent())
    throw comeBack('What is new cannot be known here right now. Try another replica, or try again shortly.');
}
