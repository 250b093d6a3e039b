/** A mail was not sent, as far as we know. The message has the server's code and no address. */
export class SendingError extends Error {
  /** @param isFinal whether this mail cannot be sent at all, such as when the server refused it for good */
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message);
  }
}
