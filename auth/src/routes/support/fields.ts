import { body, type ValidationChain } from 'express-validator';
import { normalizeEmail } from '../../accounts/email';
import type { PasswordPolicy } from '../../accounts/password-policy';

const NO_EMAIL = 'Give a valid email address.';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** An email of at most 254 characters: trimmed and lower-cased, and no other rules, since providers differ. */
export function emailField(): ValidationChain {
  return (
    body('email')
      .isString()
      .withMessage('Give your email as a text.')
      .bail()
      .customSanitizer(normalizeEmail)
      // Half a surrogate pair, which JSON can carry, makes isEmail throw.
      .not()
      .matches(/\p{Surrogate}/u)
      .withMessage(NO_EMAIL)
      .bail()
      .isEmail()
      .withMessage(NO_EMAIL)
  );
}

/** A password that is only compared: its length is bounded by the body's. */
export function knownPasswordField(name: string): ValidationChain {
  return body(name)
    .isString()
    .withMessage('Give your password as a text.')
    .bail()
    .notEmpty()
    .withMessage('Give your password.');
}

/** A password that is to be set. */
export function newPasswordField(name: string, faultOfPassword: PasswordPolicy): ValidationChain {
  return body(name)
    .isString()
    .withMessage('Give a password as a text.')
    .bail()
    .custom((password: string) => {
      const fault = faultOfPassword(password);
      if (fault !== undefined) throw new Error(fault);
      return true;
    });
}
