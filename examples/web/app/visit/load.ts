import { LatchkeyError, refreshLocation, type User } from '@latchkey/common/client';
import { redirect, redirectDocument } from 'react-router';
import type { Visit } from '../../src/visit';

interface Args {
  readonly request: Request;
  readonly context: Visit;
}

const CURABLE = ['token_expired', 'token_revoked'];
const UNAVAILABLE_S = '5';

/**
 * What a page that anybody may see begins with. Who was signed in until now is sent through the auth service and comes back
 * signed in, or as nobody: a refused refresh takes the cookies away, so that nobody goes round in circles.
 * @throws Response the redirect
 */
export function arrive({ request, context }: Args): Visit {
  if (CURABLE.includes(context.failure ?? '')) throw bounce(request.url);
  return context;
}

/**
 * What a page for signed-in people begins with. With `form`, somebody whose token is about to expire is sent to renew it
 * first, so that what they fill in is not lost.
 * @throws Response the redirect
 */
export function arriveSignedIn(
  args: Args,
  { form = false } = {},
): { readonly user: User; readonly visit: Visit } {
  const visit = arrive(args);
  const { pathname, search } = new URL(args.request.url);
  if (!visit.user) throw redirect(`/signin?${new URLSearchParams({ next: pathname + search }).toString()}`);
  if (form && visit.endsSoon) throw bounce(args.request.url);
  return { user: visit.user, visit };
}

/** The way through the auth service and back; a document's, since scripts can not follow it. */
export function bounce(url: string): Response {
  return redirectDocument(refreshLocation(url), 303);
}

/**
 * Waits for what a page shows, and makes a page of a service's refusal.
 * @throws Response a redirect when the token died meanwhile, else an error page
 */
export async function load<T>(request: Request, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    if (CURABLE.includes(error.code)) throw bounce(request.url);
    throw errorPage(error);
  }
}

/** A service that is away is no fault of the page's. */
export function errorPage({ status, message, retryAfter }: LatchkeyError): Response {
  const isAway = status === 0 || status >= 500;
  const headers = isAway ? { 'Retry-After': String(retryAfter ?? UNAVAILABLE_S) } : {};
  return new Response(message, { status: isAway ? 503 : status, headers });
}

export function isCurable(error: LatchkeyError): boolean {
  return CURABLE.includes(error.code);
}
