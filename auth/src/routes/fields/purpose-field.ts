import type { ValidationChain } from 'express-validator';
import { textField } from './text-field';

const NO_PURPOSE = 'Give the purpose: step-up.';
const MAX_PURPOSE_UNITS = 16;

/** What a ceremony is for, which each call about one names. */
export function purposeField(field: ValidationChain): ValidationChain {
  return textField(field, MAX_PURPOSE_UNITS, NO_PURPOSE).equals('step-up').withMessage(NO_PURPOSE);
}
