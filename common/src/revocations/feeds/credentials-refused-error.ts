import type { CauseOptions } from '../../errors/custom-error';

/** A feed does not accept the user or the password of its URL, and has said so. */
export class CredentialsRefusedError extends Error {
  override name = 'CredentialsRefusedError';

  constructor(options?: CauseOptions) {
    super('NATS refuses the user or the password', options);
  }
}
