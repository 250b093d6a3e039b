import {
  encodeSessionCookie,
  readBearer,
  readCookies,
  refreshCookieName,
  sessionCookieName,
  type IdentifiedToken,
  type SessionCookieReader,
  type TokenEncryption,
} from '@latchkey/common/protocol';
import cookieSession from 'cookie-session';
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import onHeaders from 'on-headers';
import { parseRefreshToken, type RefreshToken } from '../sessions/refresh-token';
import { linesAgainstLeftovers, putSessionFirst } from './session-cookie-lines';

export interface SessionCookieSettings {
  readonly cookieSecure: boolean;
  readonly cookieDomain?: string | undefined;
  /** The domain whose session cookie goes when one is written or cleared: COOKIE_DOMAIN as it was before. */
  readonly previousCookieDomain?: string | undefined;
  /** How long the browser keeps both cookies, in ms. */
  readonly maxAge: number;
  /** Reads the session cookies; the middleware of the service reads with the same one. */
  readonly reader: SessionCookieReader;
  /** Hides the access token from the browser, if it is to be hidden. */
  readonly encryption?: TokenEncryption | undefined;
}

/** The other services never see the refresh token: the browser sends it below this path only. */
const REFRESH_PATH = '/api/users';

/** What browsers keep of a cookie's name and value (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4096;

/** How many refresh cookies count. A subdomain can plant some with longer paths, which come before ours. */
const MAX_REFRESH_COOKIES = 64;

/** Writes the two cookies of a session, and reads the refresh cookie; `reader` reads the other one. */
export function createSessionCookies(settings: SessionCookieSettings) {
  const { cookieSecure, cookieDomain, maxAge, reader, encryption } = settings;
  const sessionName = sessionCookieName({ cookieSecure, cookieDomain });
  const refreshName = refreshCookieName({ cookieSecure });
  const shared = { httpOnly: true, sameSite: 'lax', secure: cookieSecure } as const;
  const refreshOptions: CookieOptions = { ...shared, path: REFRESH_PATH };
  const writer = cookieSession({
    ...shared,
    name: sessionName,
    signed: false,
    maxAge,
    ...(cookieDomain !== undefined && { domain: cookieDomain }),
  });
  const leftovers = linesAgainstLeftovers(settings);

  const sidsToRefresh = async (req: Request) => sidsOf(await reader.identifyEach(req));

  /** The refresh tokens that came, of whichever sessions: a subdomain can plant a cookie of the same name beside ours. */
  function refreshTokensOf(req: Request): RefreshToken[] {
    return readCookies(req.headers.cookie, refreshName, MAX_REFRESH_COOKIES)
      .map(parseRefreshToken)
      .filter((token) => token !== undefined);
  }

  return {
    /** Lets the other functions write; to be mounted before the routes. */
    middleware: ((req, res, next) => {
      // cookie-session drops a Secure cookie where the hop looks like http, as it does behind an ingress that ends TLS.
      if (cookieSecure) Object.defineProperty(req, 'protocol', { value: 'https' });
      // What is registered first is called last: after the writer has set its line.
      onHeaders(res, () => putSessionFirst(res, sessionName, leftovers));
      writer(req, res, next);
    }) satisfies RequestHandler,

    sidsToRefresh,

    /**
     * The refresh tokens that came beside a session cookie of the same session. There can be several; those of other
     * sessions are not for us to judge.
     */
    refreshTokens: (req: Request, sid: string) => refreshTokensOf(req).filter((token) => token.sid === sid),

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
    async writeAccessToken(req: Request, accessToken: string): Promise<void> {
      const jwt = encryption ? await encryption.encrypt(accessToken) : accessToken;
      const size = `${sessionName}=${encodeSessionCookie(jwt)}`.length;
      if (size > MAX_COOKIE_BYTES)
        throw new Error(
          `a session cookie of ${size} bytes; take roles or claims from this account, or use ES256`,
        );
      req.session = { jwt };
    },

    writeRefreshToken(res: Response, refreshToken: string): void {
      res.cookie(refreshName, refreshToken, { ...refreshOptions, maxAge });
    },

    clear(req: Request, res: Response): void {
      req.session = null;
      res.clearCookie(refreshName, refreshOptions);
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
