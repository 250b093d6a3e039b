import { CustomError } from '@latchkey/common';
import { isDatabaseOutage } from '@latchkey/common/server';

/** The code that a failure is known by in answers, logs and metrics: one of a few, and nothing that a caller chose. */
export function reasonOf(error: unknown): string {
  if (isDatabaseOutage(error)) return 'unavailable';
  return (error instanceof CustomError ? error.code : undefined) ?? 'internal_error';
}
