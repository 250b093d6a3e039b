import {
  encodeSessionCookie,
  readBearer,
  refreshCookieName,
  sessionCookieName,
  type IdentifiedToken,
  type SessionCookieReader,
  type TokenEncryption,
} from '@latchkey/common/protocol';
import type { CookieOptions, Request, Response } from 'express';
import { createAccountCookie } from './account-cookie';
import { createProofReader } from './proof-reader';
import { createSessionCookieLines } from './session-cookie-lines';

export interface SessionCookieSettings {
  readonly cookieSecure: boolean;
  readonly cookieDomain?: string | undefined;
  /** The domain whose session cookie goes when one is written or cleared: COOKIE_DOMAIN as it was before. */
  readonly previousCookieDomain?: string | undefined;
  /** The path of the account pages, which get a cookie of their own. */
  readonly accountPath?: string | undefined;
  /** How long the browser keeps the cookies, in ms. */
  readonly maxAge: number;
  /** Reads the session cookies; the middleware of the service reads with the same one. */
  readonly reader: SessionCookieReader;
  /** Hides the access token from the browser, if it is to be hidden. */
  readonly encryption?: TokenEncryption | undefined;
  /** The form of the session cookie's value that is written; both are read. */
  readonly format: 'session' | 'jwt';
}

/** The other services never see the refresh token: the browser sends it below this path only. */
const REFRESH_PATH = '/api/users';

/** What browsers keep of a cookie's name and value (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4096;

/** Writes the cookies of a session, and reads those that prove it; `reader` reads the session cookie. */
export function createSessionCookies(settings: SessionCookieSettings) {
  const { cookieSecure, cookieDomain, maxAge, reader, encryption, format } = settings;
  const sessionName = sessionCookieName({ cookieSecure, cookieDomain });
  const refreshName = refreshCookieName({ cookieSecure });
  const shared = { httpOnly: true, sameSite: 'lax', secure: cookieSecure } as const;
  const refreshOptions: CookieOptions = { ...shared, path: REFRESH_PATH };
  const lines = createSessionCookieLines(settings);

  const accountCookie = createAccountCookie(settings);
  const { refreshTokensOf, proofsOf } = createProofReader(settings, accountCookie);

  const sidsToRefresh = async (req: Request) => sidsOf(await reader.identifyEach(req));

  return {
    sidsToRefresh,

    /**
     * The refresh tokens that came beside a session cookie of the same session. There can be several; those of other
     * sessions are not for us to judge.
     */
    refreshTokens: (req: Request, sid: string) => refreshTokensOf(req).filter((token) => token.sid === sid),

    proofsOf,

    /** Whether there are account pages, and so account cookies. */
    hasAccountPath: settings.accountPath !== undefined,

    /** The verdict on each session cookie by itself, with no regard to a bearer token. */
    judgeEach: (req: Request) => reader.judgeEach(req),

    /**
     * Whether an answer to somebody of this session may write or clear the cookies. Beside a bearer token they can be of another
     * session, which a write would mix with or clear; without one it is they that told the session.
     */
    async isWritable(req: Request, sid: string): Promise<boolean> {
      if (readBearer(req.headers.authorization) === undefined) return true;
      const own = await sidsToRefresh(req);
      const all = own.length > 0 ? own : refreshTokensOf(req).map((token) => token.sid);
      return all.every((each) => each === sid);
    },

    /** @throws Error when browsers would drop the cookie: with RSA or COOKIE_KEY fewer roles and claims fit into it */
    async writeAccessToken(res: Response, accessToken: string): Promise<void> {
      const jwt = encryption ? await encryption.encrypt(accessToken) : accessToken;
      const value = format === 'jwt' ? jwt : encodeSessionCookie(jwt);
      const size = `${sessionName}=${value}`.length;
      if (size > MAX_COOKIE_BYTES)
        throw new Error(
          `a session cookie of ${size} bytes; take roles or claims from this account, or use ES256`,
        );
      lines.write(res, value);
    },

    /** Writes the account cookie, too, which follows from the refresh token. */
    writeRefreshToken(res: Response, refreshToken: string): void {
      res.cookie(refreshName, refreshToken, { ...refreshOptions, maxAge });
      accountCookie.write(res, refreshToken);
    },

    clear(res: Response): void {
      lines.clear(res);
      res.clearCookie(refreshName, refreshOptions);
      accountCookie.clear(res);
    },
  };
}

export type SessionCookies = ReturnType<typeof createSessionCookies>;

/**
 * The sessions that a refresh token can belong to, that of the token which was issued last first. An expired token and one of
 * a retired key count too, so that nobody is logged out by a rotation: a sid is compared with the refresh token's and proves
 * nothing by itself. Any client can make up a token of a retired key, so it comes behind those that were verified.
 */
function sidsOf(tokens: readonly IdentifiedToken[]): string[] {
  const lastIssuedFirst = tokens.toSorted((a, b) => b.claims.iat - a.claims.iat);
  const verified = lastIssuedFirst.filter(({ isVerified }) => isVerified);
  const others = lastIssuedFirst.filter(({ isVerified }) => !isVerified);
  return [...new Set([...verified, ...others].map(({ claims }) => claims.sid))];
}
