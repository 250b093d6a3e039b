import { CustomError, type ErrorItem } from './custom-error';

/** An error that tells the caller one message. */
export abstract class MessageError extends CustomError {
  /** The message alone. */
  serializeErrors(): ErrorItem[] {
    return [{ message: this.message }];
  }
}
