import { MessageError } from './message-error';

/** What of the proof of a user is not enough. */
export interface StepUpRequirement {
  /** Seconds that may have passed since the user proved who they are. */
  readonly maxAge?: number | undefined;
  /** What the proof has to be worth. */
  readonly acr?: 'aal2' | undefined;
}

/**
 * 401 `insufficient_user_authentication`: the user is known, and has to prove once more that it is them. The challenge is that of
 * RFC 9470, section 3.
 * @example
 * ```ts
 * import { StepUpRequiredError } from '@latchkey/common';
 *
 * throw new StepUpRequiredError({ maxAge: 600 });
 * ```
 */
export class StepUpRequiredError extends MessageError {
  readonly statusCode = 401;
  override readonly code = 'insufficient_user_authentication';
  override readonly headers: { 'WWW-Authenticate': string };

  /** @param requirement what a page asks the user for */
  constructor({ maxAge, acr }: StepUpRequirement) {
    super('Confirm that it is you, and repeat the request.');
    const parameters = [
      'Bearer error="insufficient_user_authentication"',
      ...(maxAge === undefined ? [] : [`max_age=${maxAge}`]),
      ...(acr === undefined ? [] : [`acr_values="${acr}"`]),
    ];
    this.headers = { 'WWW-Authenticate': parameters.join(', ') };
  }
}
