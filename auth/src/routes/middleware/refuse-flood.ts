import type { RequestHandler } from 'express';
import { addressOf } from '../../http/client';
import { addressKey } from '../../limits/address-key';
import type { Hashing } from './hashing-route';

/**
 * Refuses a request for a hash while it has cost nothing but its head: of an address that is known to be over its limit
 * (429), or when there is no place for it (503). It takes no place, which a body that never comes would hold.
 */
export function refuseFlood({ limits, hashes }: Hashing): RequestHandler {
  return function refuseFlood(req, _res, next) {
    const address = addressOf(req);
    limits.refuseBlocked(address);
    hashes.refuseWithoutPlace(addressKey(address));
    next();
  };
}
