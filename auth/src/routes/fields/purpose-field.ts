import type { ValidationChain } from 'express-validator';
import type { Purpose } from '../../ceremonies/ceremony';
import { textField } from './text-field';

const MAX_PURPOSE_UNITS = 16;

/** What a ceremony is for, which each call about one names. */
export function purposeField(
  field: ValidationChain,
  ...purposes: readonly [Purpose, ...Purpose[]]
): ValidationChain {
  const message = `Give the purpose: ${purposes.join(' or ')}.`;
  return textField(field, MAX_PURPOSE_UNITS, message).isIn(purposes).withMessage(message);
}
