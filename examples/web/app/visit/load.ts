import { LatchkeyError } from '@latchkey/common/client';
import { isCurable, renew, type Args } from './renew';
import { unavailable } from './unavailable';

/**
 * Waits for what a page shows, and makes a page of a service's refusal.
 * @throws Response a redirect when the token died meanwhile, else an error page
 */
export async function load<T>(args: Args, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    throw isCurable(error.code) ? renew(args) : errorPage(error);
  }
}

/** Whether a service is away, which is no fault of who asked. */
export function isAway({ status }: LatchkeyError): boolean {
  return status === 0 || status >= 500;
}

/** The answer that becomes a page about an error. */
export function errorPage(error: LatchkeyError): Response {
  const { status, message, retryAfter } = error;
  return isAway(error) ? unavailable(message, retryAfter) : new Response(message, { status });
}
