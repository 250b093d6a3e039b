import { body, type ValidationChain } from 'express-validator';
import { MAX_RAW_CODE_UNITS } from '../../credentials/typed-codes';
import { TOTP_CODE_FORM } from '../../credentials/totp/totp';
import { textField } from './text-field';

/** A code of an authenticator app. What cannot be one costs no attempt. */
export function totpCodeField(): ValidationChain {
  const message = 'Give the six digits that your app shows.';
  return textField(body('code'), MAX_RAW_CODE_UNITS, message).matches(TOTP_CODE_FORM).withMessage(message);
}

/** A recovery code as it is typed. What cannot be one costs no attempt. */
export function recoveryCodeField(): ValidationChain {
  const message = 'Give a recovery code as it was shown.';
  return textField(body('code'), MAX_RAW_CODE_UNITS, message).notEmpty().withMessage(message);
}
