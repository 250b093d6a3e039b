import type { ErrorItem } from './custom-error';

/** An error that says itself what its caller may see. */
export interface AnswerableError {
  readonly statusCode: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expose?: boolean;
  /** What the body of the answer has besides (RFC 9457, section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  serializeErrors(): ErrorItem[];
}

/**
 * Whether a thrown value says itself what its caller may see. It is told by its shape and not by its class: an app can
 * hold two copies of this library (a monorepo, a test that resets modules), and services that move here may still throw
 * errors of the library that they had, which have this shape.
 */
export function isAnswerable(error: unknown): error is AnswerableError {
  if (typeof error !== 'object' || error === null) return false;
  const { statusCode, serializeErrors } = error as Partial<AnswerableError>;
  const isFailure = Number.isInteger(statusCode) && statusCode! >= 400 && statusCode! < 600;
  return isFailure && typeof serializeErrors === 'function';
}
