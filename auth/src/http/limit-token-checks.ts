import { UnavailableError } from '@latchkey/common';
import type { RequestHandler } from 'express';

/** What bounds the checks of tokens that services and gateways ask for, and a gauge of it. */
export interface TokenChecks {
  /** How many are being answered. */
  readonly inFlight: number;
  /** Refuses with UnavailableError (503 with Retry-After) what is too much. */
  readonly limit: RequestHandler;
}

/**
 * Bounds how many requests are answered at once. Once half of the places are taken, an address gets no more than its
 * share among those who ask, so that one taken service cannot use up what all others need.
 * @param max how many at once
 */
export function limitTokenChecks(max: number): TokenChecks {
  const byAddress = new Map<string, number>();
  let inFlight = 0;

  function isFull(own: number): boolean {
    if (inFlight >= max) return true;
    return inFlight >= max / 2 && own >= max / (byAddress.size + 1);
  }

  function add(address: string, change: 1 | -1): void {
    inFlight += change;
    const own = (byAddress.get(address) ?? 0) + change;
    if (own === 0) byAddress.delete(address);
    else byAddress.set(address, own);
  }

  return {
    get inFlight() {
      return inFlight;
    },

    limit(req, res, next) {
      const address = req.socket.remoteAddress ?? '';
      if (isFull(byAddress.get(address) ?? 0))
        throw new UnavailableError('Too many tokens are being checked. Try again shortly.', 1);
      add(address, 1);
      res.once('close', () => add(address, -1));
      next();
    },
  };
}
