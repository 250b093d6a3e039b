import type { CauseOptions } from '../../errors/custom-error';

/** A source does not accept the credentials of a follower, and has said so. */
export class CredentialsRefusedError extends Error {
  override name = 'CredentialsRefusedError';

  /** @param advice what an operator is told when a service cannot start because of it */
  constructor(
    message: string,
    readonly advice: string,
    options?: CauseOptions,
  ) {
    super(message, options);
  }
}
