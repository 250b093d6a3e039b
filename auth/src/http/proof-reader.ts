import { readCookies, refreshCookieName } from '@latchkey/common/protocol';
import type { Request } from 'express';
import type { SessionProofs } from '../sessions/proof';
import { parseRefreshToken, type RefreshToken } from '../sessions/refresh-token';
import type { AccountCookie } from './account-cookie';

/** How many refresh cookies count. A subdomain can plant some with longer paths, which come before ours. */
const MAX_REFRESH_COOKIES = 64;

/** By which a client without cookies proves its session. It is no way to refresh. */
const REFRESH_TOKEN_HEADER = 'refresh-token';

/** Reads what a request carries that other services are not sent. */
export function createProofReader(
  { cookieSecure }: { readonly cookieSecure: boolean },
  accountCookie: AccountCookie,
) {
  const name = refreshCookieName({ cookieSecure });

  /** All refresh tokens of the request, of any session: a subdomain can plant a cookie of the same name beside ours. */
  function refreshTokensOf(req: Request): RefreshToken[] {
    return parseAll(readCookies(req.headers.cookie, name, MAX_REFRESH_COOKIES));
  }

  return {
    refreshTokensOf,

    /** Everything in the request that can prove a session. */
    proofsOf: (req: Request): SessionProofs => ({
      refreshTokens: [...refreshTokensOf(req), ...parseAll([req.headers[REFRESH_TOKEN_HEADER] ?? []].flat())],
      accountTokens: accountCookie.read(req),
    }),
  };
}

function parseAll(values: readonly string[]): RefreshToken[] {
  return values.map(parseRefreshToken).filter((token) => token !== undefined);
}
