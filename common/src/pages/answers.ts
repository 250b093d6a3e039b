import type { LatchkeyError } from '../client/latchkey-error';

const RETRY_AFTER_S = 5;

/** Sends a browser on to another page. */
export function redirect(location: string, status = 302): Response {
  return new Response(null, { status, headers: { Location: location } });
}

/** An answer that says in plain text what went wrong, for a framework or `answer` to make a page of. */
export function failure(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(message, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  });
}

/** Asks for patience: 503 with Retry-After, by default of 5 s. */
export function unavailable(message: string, retryAfter = RETRY_AFTER_S): Response {
  return failure(503, message, { 'Retry-After': String(retryAfter) });
}

/** What a service's refusal comes to, where it is not the form's to show. */
export function failureOf(error: LatchkeyError): Response {
  const { status, message, retryAfter } = error;
  if (isAway(error)) return unavailable(message, retryAfter);
  return failure(status, message, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
}

/** Whether a service is away, which is no fault of the person who asked. */
export function isAway({ status }: LatchkeyError): boolean {
  return status === 0 || status >= 500;
}
