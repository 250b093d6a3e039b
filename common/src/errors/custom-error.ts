/** One thing that is wrong with a request, and where. */
export interface ErrorItem {
  readonly message: string;
  readonly field?: string;
}

/** As `ErrorOptions`, which TypeScript knows with the library of ES2022 alone. */
export interface CauseOptions {
  readonly cause?: unknown;
}

/**
 * The base of every error that a caller may see. A subclass gives the status and the messages; `code` is the stable
 * name that programs compare, by default made from the status.
 * @example
 * ```ts
 * import { CustomError } from '@latchkey/common';
 *
 * class SoldOutError extends CustomError {
 *   readonly statusCode = 409;
 *   override readonly code = 'sold_out';
 *   serializeErrors() {
 *     return [{ message: 'No seats are left.', field: 'seats' }];
 *   }
 * }
 * ```
 */
export abstract class CustomError extends Error {
  abstract readonly statusCode: number;
  readonly code?: string;
  /** Response headers that belong to the error, such as Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body of the answer has besides (RFC 9457, section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  /** That the message is for the caller, as http-errors has it: Koa, Nest and Express's own handler read it. */
  readonly expose: boolean = true;

  constructor(message?: string, options?: CauseOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** `statusCode` by the name that those frameworks read. */
  get status(): number {
    return this.statusCode;
  }

  /** The faults that the caller is shown. */
  abstract serializeErrors(): ErrorItem[];
}
