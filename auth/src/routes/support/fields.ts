import type { Request } from 'express';
import { body, type ValidationChain } from 'express-validator';
import { MAX_RAW_EMAIL_UNITS, normalizeEmail } from '../../accounts/email';
import { MAX_RAW_PASSWORD_UNITS } from '../../accounts/password-hash';
import type { PasswordPolicy } from '../../accounts/password-policy';
import { textField } from './text-field';

const NO_EMAIL = 'Give a valid email address.';
const PASSWORD_TOO_LONG = 'Use at most 256 characters.';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** An email of at most 254 characters: trimmed and lower-cased, and no other rules, since providers differ. */
export function emailField(): ValidationChain {
  const messages = { notString: 'Give your email as a text.', tooLong: NO_EMAIL };
  return (
    textField(body('email'), MAX_RAW_EMAIL_UNITS, messages)
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

/** A password that is only compared. No stored password is longer than what it takes. */
export function knownPasswordField(name: string): ValidationChain {
  const messages = { notString: 'Give your password as a text.', tooLong: PASSWORD_TOO_LONG };
  return textField(body(name), MAX_RAW_PASSWORD_UNITS, messages)
    .notEmpty()
    .withMessage('Give your password.');
}

/**
 * A password that is to be set.
 * @param emailOf whose password it is to be, as far as a request tells
 */
export function newPasswordField(
  name: string,
  faultOfPassword: PasswordPolicy,
  emailOf: (req: Request) => unknown,
): ValidationChain {
  const messages = { notString: 'Give a password as a text.', tooLong: PASSWORD_TOO_LONG };
  return textField(body(name), MAX_RAW_PASSWORD_UNITS, messages).custom((password: string, { req }) => {
    const email = emailOf(req as Request);
    const isKnown = typeof email === 'string' && email.length <= MAX_RAW_EMAIL_UNITS;
    const fault = faultOfPassword(password, isKnown ? email : '');
    if (fault !== undefined) throw new Error(fault);
    return true;
  });
}
