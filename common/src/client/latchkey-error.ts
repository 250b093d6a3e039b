/** One thing that is wrong, and with which field. */
export interface Fault {
  readonly message: string;
  readonly field?: string;
}

/** An answer that is no success, read from its problem document (RFC 9457), or no answer at all. */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError';

  /**
   * @param status the HTTP status; 0 when there was no answer
   * @param code stable: compare this one. `unreachable` when there was no answer, `unexpected_answer` when it was no problem document
   * @param errors what to tell a person
   * @param retryAfter s until it makes sense to ask again, where the answer says so
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly errors: readonly Fault[],
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(errors.map(({ message }) => message).join(' ') || code, options);
  }
}
