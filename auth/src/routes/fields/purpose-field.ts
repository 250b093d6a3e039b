import { body, type ValidationChain } from 'express-validator';
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

/** What a step-up is to be worth at least; without it, what the account needs. */
export function acrField(): ValidationChain {
  const message = 'acr is aal2, or left out.';
  return textField(body('acr'), MAX_PURPOSE_UNITS, message).isIn(['aal2']).withMessage(message).optional();
}
