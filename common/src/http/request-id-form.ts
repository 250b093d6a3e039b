/** The header that carries the id of a request from hop to hop. */
export const REQUEST_ID_HEADER = 'x-request-id';

const REQUEST_ID = /^[\w-]{1,64}$/;

/** Whether an id may go into logs and on to other services: 1 to 64 letters, digits, `_` and `-`, as of a UUID. */
export function isRequestId(text: unknown): text is string {
  return typeof text === 'string' && REQUEST_ID.test(text);
}
