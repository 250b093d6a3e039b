import type { ErrorCode } from './error-code';
import type { SecondFactor } from './factor-shapes';

/** One thing that is wrong, and with which field. */
export interface Fault {
  readonly message: string;
  readonly field?: string;
}

/** What more is known of a failure. */
export interface FailureDetails {
  /** Seconds until it makes sense to ask again, where the answer says so. */
  readonly retryAfter?: number | undefined;
  /** What has to be proven, with `insufficient_user_authentication` only. */
  readonly maxAge?: number | undefined;
  readonly acrValues?: readonly string[] | undefined;
  /** By what the sign-in goes on, with `second_factor_required` only. */
  readonly factors?: readonly SecondFactor[] | undefined;
  /** The code as the service has it, with `service_error` only. */
  readonly serviceCode?: string;
  /** What was thrown below, or the reason of the caller's signal. */
  readonly cause?: unknown;
}

/**
 * An answer that is no success, read from its problem document (RFC 9457), or no answer at all.
 * @example
 * ```ts
 * import { LatchkeyError } from '@latchkey/common/client';
 *
 * try {
 *   await client.signIn({ email: 'ada@example.com', password: 'a long passphrase' });
 * } catch (error) {
 *   if (!(error instanceof LatchkeyError)) throw error;
 *   if (error.code === 'invalid_credentials') console.log(error.errors);
 * }
 * ```
 */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError';
  /** Seconds until it makes sense to ask again, where the answer says so. */
  readonly retryAfter?: number | undefined;
  /** The code of a service of yours, where `code` is `service_error`. */
  readonly serviceCode?: string | undefined;
  /** Seconds that may have passed since the user proved who they are, where `code` is `insufficient_user_authentication`. */
  readonly maxAge?: number | undefined;
  /** What the proof has to be worth, the preferred first: `aal2`. */
  readonly acrValues?: readonly string[] | undefined;
  /** By what the sign-in goes on, where `code` is `second_factor_required`. */
  readonly factors?: readonly SecondFactor[] | undefined;

  /**
   * @param status the HTTP status; 0 when there was no answer
   * @param code one of a closed set: compare this one
   * @param errors what to show to a person
   */
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    readonly errors: readonly Fault[],
    { retryAfter, serviceCode, maxAge, acrValues, factors, cause }: FailureDetails = {},
  ) {
    super(
      errors.map(({ message }) => message).join(' ') || code,
      cause === undefined ? undefined : { cause },
    );
    this.retryAfter = retryAfter;
    this.serviceCode = serviceCode;
    this.maxAge = maxAge;
    this.acrValues = acrValues;
    this.factors = factors;
  }
}
