import { body, type ValidationChain } from 'express-validator';
import { MAX_RAW_CODE_UNITS } from '../../credentials/typed-codes';
import { textField } from './text-field';

/** A code as it is typed. What cannot be one costs no attempt. */
export function mailCodeField(): ValidationChain {
  const message = 'Give the code as it is in the mail.';
  return textField(body('code'), MAX_RAW_CODE_UNITS, message).notEmpty().withMessage(message);
}
