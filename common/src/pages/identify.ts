import type { Authentication } from '../authentication/authentication';
import { UnavailableError } from '../errors/unavailable-error';
import { sessionDigest } from '../request/refused-refresh';
import { noticeCookie } from './notice-cookie';
import { pageCookie, type AnswerHeaders } from './page-cookie';
import type { PagesSettings } from './pages-options';
import { isCurable } from './renew';
import type { Visitor } from './visit';

const FIVE_MINUTES_S = 300;

type Judged = Authentication | { failure: 'unavailable'; user?: never; claims?: never };

const SIGNED_OUT: Judged = { failure: 'token_missing' };

/** Finds out who makes a request. */
export async function identify(
  request: Request,
  answer: AnswerHeaders,
  { cookieSecure, authenticate }: PagesSettings,
): Promise<Visitor> {
  const cookies = { request, answer, cookieSecure };
  const digest = sessionDigest(request.headers.get('cookie') ?? undefined);
  const isRefused = digest !== '' && pageCookie('refused', cookies).value === digest;
  const { user, claims, failure } = isRefused ? SIGNED_OUT : await judge(authenticate(request));
  return {
    request,
    url: new URL(request.url),
    user,
    failure,
    isRenewable: isCurable(failure),
    endsSoon: claims !== undefined && endsSoon(claims),
    sessionDigest: digest,
    isRefused,
    notices: noticeCookie(pageCookie('notice', cookies)),
  };
}

/** Turns an outage into a failure, which a page can show. */
async function judge(authentication: Promise<Authentication>): Promise<Judged> {
  try {
    return await authentication;
  } catch (error) {
    if (error instanceof UnavailableError) return { failure: 'unavailable' };
    throw error;
  }
}

/** Half of a short life is enough, or a renewed token would be one that ends soon, too. */
function endsSoon({ iat, exp }: { readonly iat: number; readonly exp: number }): boolean {
  return exp - Date.now() / 1000 < Math.min(FIVE_MINUTES_S, (exp - iat) / 2);
}
