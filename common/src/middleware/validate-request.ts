import type { RequestHandler } from 'express';
import { validationResult } from 'express-validator';
import { RequestValidationError } from '../errors/request-validation-error';

/**
 * Goes behind express-validator's chains: responds 400 `validation_failed` if one of them found a fault.
 * @example
 * ```ts
 * import { validateRequest } from '@latchkey/common';
 * import { body } from 'express-validator';
 *
 * const title = body('title').isString().withMessage('Give it a title');
 * app.post('/api/tickets', title, validateRequest, (req, res) => void res.sendStatus(201));
 * ```
 */
export const validateRequest: RequestHandler = (req, _res, next) => {
  const result = validationResult(req);
  next(result.isEmpty() ? undefined : new RequestValidationError(result.array()));
};
