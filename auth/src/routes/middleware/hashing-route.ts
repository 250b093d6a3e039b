import { RequestValidationError } from '@latchkey/common';
import type { Request, RequestHandler, Response } from 'express';
import { validationResult, type ContextRunner } from 'express-validator';
import type { HashQueue, HashRunner } from '../../credentials/password/hash-queue';
import { addressOf } from '../../http/client';
import { addressKey } from '../../limits/address-key';
import type { Limits } from '../../limits/limits';

/** What bounds the requests that cost a hash. */
export interface Hashing {
  readonly limits: Limits;
  readonly hashes: HashQueue;
}

/**
 * A route whose requests cost a password hash, in the order that lets a flood cost least: who is known to be over the
 * limit is refused from memory (429), a place for the hash is taken (503), and only then is the body validated and
 * MongoDB asked. A request that fails validation counts, too.
 * @param handle answers the request; it has to count it
 */
export function hashingRoute(
  { limits, hashes }: Hashing,
  fields: readonly ContextRunner[],
  handle: (req: Request, res: Response, hash: HashRunner) => Promise<void>,
): RequestHandler {
  return async function hashingRoute(req, res) {
    const address = addressOf(req);
    limits.refuseBlocked(address);
    await hashes.withPlace(addressKey(address), async (hash) => {
      for (const field of fields) await field.run(req);
      const faults = validationResult(req);
      if (!faults.isEmpty()) {
        await limits.countRequest(address);
        throw new RequestValidationError(faults.array());
      }
      await handle(req, res, hash);
    });
  };
}
