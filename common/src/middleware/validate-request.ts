import type { RequestHandler } from 'express';
import { validationResult } from 'express-validator';
import { RequestValidationError } from '../errors/request-validation-error';

/** Put behind express-validator's chains: refuses with 400 `validation_failed` when one of them found a fault. */
export const validateRequest: RequestHandler = (req, _res, next) => {
  const result = validationResult(req);
  next(result.isEmpty() ? undefined : new RequestValidationError(result.array()));
};
