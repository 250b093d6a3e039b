/** NATS, or the auth service, does not yet tell live what it stores. */
export class LiveUnavailableError extends Error {
  override name = 'LiveUnavailableError';
}
