import { refreshLocation } from '@latchkey/common/client';
import { redirectDocument } from 'react-router';

const CURABLE = ['token_expired', 'token_revoked'];

/** Whether a refresh may make right what a request was refused for. */
export function isCurable(code: string | undefined): boolean {
  return CURABLE.includes(code ?? '');
}

/**
 * The way through the auth service and back to a page; a document's redirect, since scripts can not follow it. A refused
 * refresh takes the cookies away, so that nobody goes round in circles.
 */
export function bounce(url: string): Response {
  return redirectDocument(refreshLocation(url), 303);
}
