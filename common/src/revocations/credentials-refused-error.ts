/** A feed does not accept the user or the password of its URL, and has said so. */
export class CredentialsRefusedError extends Error {
  override name = 'CredentialsRefusedError';

  constructor(options?: ErrorOptions) {
    super('NATS refuses the user or the password', options);
  }
}
