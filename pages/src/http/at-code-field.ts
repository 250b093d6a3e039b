import type { Refusal } from '@latchkey/common/pages';

/** Puts what is wrong with a code at the field of a form's code, which the auth service does not name. */
export function atCodeField(refusal: Refusal): Refusal {
  if (refusal.code !== 'invalid_code') return refusal;
  return { ...refusal, faults: refusal.faults.map(({ message }) => ({ message, field: 'code' })) };
}
