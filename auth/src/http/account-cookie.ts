import { accountCookieName, readCookies } from '@latchkey/common/protocol';
import type { CookieOptions, Request, Response } from 'express';
import {
  accountTokenOf,
  formatAccountToken,
  parseAccountToken,
  type AccountToken,
} from '../sessions/account-token';
import { parseRefreshToken } from '../sessions/refresh-token';

interface AccountCookieSettings {
  readonly cookieSecure: boolean;
  /** Where the account pages are; without it the cookie is not written. */
  readonly accountPath?: string | undefined;
  /** How long the browser keeps it, in ms. */
  readonly maxAge: number;
}

/** How many account cookies count. A service can plant some with longer paths, which come before ours. */
const MAX_ACCOUNT_COOKIES = 64;

/**
 * The cookie by which the account pages prove a session: browsers send it below the path of these pages only, where they do not
 * send the refresh cookie. It refreshes nothing and signs nobody in.
 */
export function createAccountCookie({ cookieSecure, accountPath, maxAge }: AccountCookieSettings) {
  const name = accountCookieName({ cookieSecure });
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'lax',
    secure: cookieSecure,
    path: accountPath,
  };

  return {
    /** Writes the one of a refresh token's session. */
    write(res: Response, refreshToken: string): void {
      const token = parseRefreshToken(refreshToken);
      if (accountPath !== undefined && token)
        res.cookie(name, formatAccountToken(accountTokenOf(token)), { ...options, maxAge });
    },

    clear(res: Response): void {
      if (accountPath !== undefined) res.clearCookie(name, options);
    },

    /**
     * All account tokens of the request, of any session. The name of the cookie does not depend on the path: a replica that has no
     * path yet takes the cookie of another replica.
     */
    read(req: Request): AccountToken[] {
      return readCookies(req.headers.cookie, name, MAX_ACCOUNT_COOKIES)
        .map(parseAccountToken)
        .filter((token) => token !== undefined);
    },
  };
}

export type AccountCookie = ReturnType<typeof createAccountCookie>;
