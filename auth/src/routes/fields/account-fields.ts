import { RequestValidationError } from '@latchkey/common';
import type { Request } from 'express';
import { body, type ValidationChain } from 'express-validator';
import { isKnowableEmail, MAX_RAW_EMAIL_UNITS, normalizeEmail, validateNewEmail } from '../../accounts/email';
import { MAX_PASSWORD_CODE_POINTS, MAX_RAW_PASSWORD_UNITS } from '../../credentials/password/password-hash';
import type { PasswordPolicy } from '../../credentials/password/password-policy';
import { textField } from './text-field';

const NO_EMAIL = 'Give a valid email address.';
const PASSWORD_TOO_LONG = `Use at most ${MAX_PASSWORD_CODE_POINTS} characters.`;

export interface Credentials {
  /** As it was typed. */
  readonly email: string;
  readonly password: string;
}

/** The email of an account that may exist, as it is typed: at most 254 characters, and no other rules, since providers differ. */
export function emailField(): ValidationChain {
  return emailText().custom(isKnowableEmail).withMessage(NO_EMAIL);
}

/** The email of an account that is to be made, as it is typed. */
export function newEmailField(): ValidationChain {
  return emailText().custom((email: string) => {
    const fault = validateNewEmail(email);
    if (fault !== undefined) throw new Error(fault);
    return true;
  });
}

function emailText(): ValidationChain {
  const messages = { notString: 'Give your email as a string.', tooLong: NO_EMAIL };
  return textField(body('email'), MAX_RAW_EMAIL_UNITS, messages);
}

/** A password that is only compared. No stored password is longer than what it takes. */
export function knownPasswordField(name: string): ValidationChain {
  const messages = { notString: 'Give your password as a string.', tooLong: PASSWORD_TOO_LONG };
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
  validatePassword: PasswordPolicy,
  emailOf: (req: Request) => unknown,
): ValidationChain {
  const messages = { notString: 'Give a password as a string.', tooLong: PASSWORD_TOO_LONG };
  return textField(body(name), MAX_RAW_PASSWORD_UNITS, messages).custom((password: string, { req }) => {
    const email = emailOf(req as Request);
    const isKnown = typeof email === 'string' && email.length <= MAX_RAW_EMAIL_UNITS;
    const fault = validatePassword(password, isKnown ? normalizeEmail(email) : '');
    if (fault !== undefined) throw new Error(fault);
    return true;
  });
}

/**
 * Judges a password that is to be set once it is known whose it is to be.
 * @throws RequestValidationError (400 `validation_failed`)
 */
export async function requireGoodPassword(
  req: Request,
  name: string,
  validatePassword: PasswordPolicy,
  email: string,
): Promise<void> {
  const faults = await newPasswordField(name, validatePassword, () => email).run(req, { dryRun: true });
  if (!faults.isEmpty()) throw new RequestValidationError(faults.array());
}
