import { RequestValidationError } from '@latchkey/common';
import type { Request, RequestHandler, Response } from 'express';
import { validationResult, type ContextRunner } from 'express-validator';
import { addressOf } from '../../http/client';
import type { Limits } from '../../limits/limits';

/**
 * A route that asks for a mail. Only what the caller sends decides about its answer; what the recipient gets is found out later.
 * @param handle writes the request down
 */
export function mailRequestRoute(
  { limits }: { readonly limits: Limits },
  fields: readonly ContextRunner[],
  handle: (req: Request, res: Response) => Promise<void>,
): RequestHandler {
  return async function mailRequestRoute(req, res) {
    await limits.countMailRequest(addressOf(req));
    await requireValid(req, fields);
    await handle(req, res);
    res.status(202).send({});
  };
}

/** @throws RequestValidationError (400 `validation_failed`) */
export async function requireValid(req: Request, fields: readonly ContextRunner[]): Promise<void> {
  for (const field of fields) await field.run(req);
  const faults = validationResult(req);
  if (!faults.isEmpty()) throw new RequestValidationError(faults.array());
}
