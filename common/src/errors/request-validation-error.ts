import type { ValidationError } from 'express-validator';
import { CustomError, type ErrorItem } from './custom-error';

/**
 * 400: fields of the request are wrong, each with its own message.
 * @example
 * ```ts
 * import { RequestValidationError } from '@latchkey/common';
 * import { validationResult } from 'express-validator';
 *
 * const result = validationResult(req);
 * if (!result.isEmpty()) throw new RequestValidationError(result.array());
 * ```
 */
export class RequestValidationError extends CustomError {
  readonly statusCode = 400;
  override readonly code = 'validation_failed';

  constructor(readonly errors: readonly ValidationError[]) {
    super('Some fields are not valid');
  }

  /** Each message, with its field. */
  serializeErrors(): ErrorItem[] {
    return this.errors.map((error) => {
      const field = fieldOf(error);
      return { message: String(error.msg), ...(field !== undefined && { field }) };
    });
  }
}

/** express-validator 6, which older services still use, has `param` where 7 has `path`. */
function fieldOf(error: ValidationError & { param?: string }): string | undefined {
  return error.type === 'field' ? error.path : error.param;
}
