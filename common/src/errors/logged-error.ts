const MAX_CAUSES = 5;

/** What is logged of an error. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string | number;
}

interface ErrorLike {
  readonly name?: unknown;
  readonly message: string;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/**
 * What may be logged of an error: its type, code, message and stack, and the messages and stacks of its causes. The rest
 * of its properties stay out: MongoDB's driver hangs the state of all servers on each error, twice.
 *
 * @param error what was thrown; a value that is no error is returned as it is
 * @example
 * ```ts
 * import { loggedError } from '@latchkey/common/server';
 *
 * const serializers = { err: loggedError }; // an option of pino
 * ```
 */
export function loggedError(error: unknown): unknown {
  if (!isErrorLike(error)) return error;
  const chain = causesOf(error);
  const { name, code } = error;
  return {
    type: typeof name === 'string' ? name : 'Error',
    message: chain.map(({ message }) => message).join(': '),
    stack: chain
      .map(({ stack, message }) => (typeof stack === 'string' ? stack : message))
      .join('\ncaused by: '),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
  } satisfies LoggedError;
}

function causesOf(error: ErrorLike): ErrorLike[] {
  const chain = [error];
  for (let { cause } = error; isErrorLike(cause) && chain.length < MAX_CAUSES; { cause } = cause)
    chain.push(cause);
  return chain;
}

/** By its shape: an error of another realm, such as a test's, is no instance of this one's Error. */
function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === 'object' && value !== null && typeof (value as Partial<ErrorLike>).message === 'string'
  );
}
