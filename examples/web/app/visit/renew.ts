import { refreshLocation } from '@latchkey/common/client';
import { redirectDocument } from 'react-router';
import type { Notice } from '../../src/notice-cookie';
import type { Visit } from '../../src/visit';
import { unavailable } from './unavailable';

/** A request for a page, with what is known of who makes it. */
export interface Args {
  readonly request: Request;
  readonly context: Visit;
}

const CURABLE = ['token_expired', 'token_revoked'];

/** Whether a refresh may make right what a request was refused for. */
export function isCurable(code: string | undefined): boolean {
  return CURABLE.includes(code ?? '');
}

/** Whether the browser comes back from the auth service, which gave it another session cookie or refused to. */
export function wasRenewed({ request, context }: Args): boolean {
  const renewing = context.notices.for(new URL(request.url).pathname)?.renewing;
  return renewing !== undefined && (context.isRefused || renewing !== context.sessionDigest);
}

/**
 * The way through the auth service and back to the page, with what was typed there; a document's redirect, since scripts
 * cannot follow it. Nobody goes round in circles: who was there just now gets an error page.
 */
export function renew(args: Args, left?: Pick<Notice, 'code' | 'values'>): Response {
  const { request, context } = args;
  // A service without a list of revocations may take the token still, or says that it has expired.
  const page = new URL(request.url).pathname;
  if (context.isRefused) {
    const next = new URLSearchParams({ next: page }).toString();
    return redirectDocument(`/signin?${next}`, 303);
  }
  if (wasRenewed(args))
    return unavailable(
      'Your session was renewed, but does not count here. The clocks of two services may differ.',
    );
  context.notices.leave({ ...context.notices.for(page), ...left, page, renewing: context.sessionDigest });
  return redirectDocument(refreshLocation(request.url), 303);
}
