import {
  decodeSessionCookie,
  encodeSessionCookie,
  MOST_TOKEN_CHARACTERS,
  readCookie,
  readRetiredToken,
  refreshCookieName,
  sessionCookieName,
  verifyAccessToken,
  type TokenContext,
  type TokenEncryption,
} from '@latchkey/common/protocol';
import cookieSession from 'cookie-session';
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import { parseRefreshToken, type RefreshToken } from '../sessions/refresh-token';

export interface SessionCookieSettings {
  readonly cookieSecure: boolean;
  readonly cookieDomain?: string | undefined;
  /** How long the browser keeps both cookies, in ms. */
  readonly maxAge: number;
  readonly tokens: TokenContext;
  /** Hides the access token from the browser, if it is to be hidden. */
  readonly encryption?: TokenEncryption | undefined;
}

/** The other services never see the refresh token: the browser sends it below this path only. */
const REFRESH_PATH = '/api/users';

/** What browsers keep of a cookie's name and value (RFC 6265, section 6.1). */
const MOST_COOKIE_BYTES = 4096;

/** Reads and writes the two cookies of a session. */
export function createSessionCookies(settings: SessionCookieSettings) {
  const { cookieSecure, cookieDomain, maxAge, tokens, encryption } = settings;
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

  async function tokenOf(req: Request): Promise<string> {
    const value = readCookie(req.headers.cookie, sessionName);
    if (value === undefined || value.length > MOST_TOKEN_CHARACTERS) return '';
    const text = decodeSessionCookie(value);
    return (await (text !== undefined && encryption ? encryption.decrypt(text) : text)) ?? '';
  }

  /**
   * The session that a refresh token has to belong to. An expired token and one of a retired key count too, so that
   * nobody is logged out by a rotation: the sid is compared with the refresh token's and proves nothing by itself.
   */
  async function sidToRefresh(req: Request): Promise<string | undefined> {
    const token = await tokenOf(req);
    return (verifyAccessToken(token, tokens) ?? readRetiredToken(token, tokens))?.sid;
  }

  /** The refresh tokens that came, of whichever sessions: a subdomain can plant a cookie of the same name beside ours. */
  function refreshTokensOf(req: Request): RefreshToken[] {
    return valuesOf(req.headers.cookie, refreshName)
      .map(parseRefreshToken)
      .filter((token) => token !== undefined);
  }

  return {
    /** Lets the other functions write; to be mounted before the routes. */
    middleware: ((req, res, next) => {
      // cookie-session drops a Secure cookie where the hop looks like http, as it does behind an ingress that ends TLS.
      if (cookieSecure) Object.defineProperty(req, 'protocol', { value: 'https' });
      writer(req, res, next);
    }) satisfies RequestHandler,

    sidToRefresh,

    /**
     * The refresh tokens that came beside a session cookie of the same session. There can be several; those of other
     * sessions are not for us to judge.
     */
    refreshTokens: (req: Request, sid: string) => refreshTokensOf(req).filter((token) => token.sid === sid),

    /**
     * Whether the cookies hold no other session, which a write would mix with or clear: a bearer token may be of
     * another one.
     */
    async areFree(req: Request, sid: string): Promise<boolean> {
      const own = await sidToRefresh(req);
      return own === undefined ? refreshTokensOf(req).every((token) => token.sid === sid) : own === sid;
    },

    /** @throws Error when browsers would drop the cookie: with RSA or COOKIE_KEY fewer roles and claims fit into it */
    async writeAccessToken(req: Request, accessToken: string): Promise<void> {
      const jwt = encryption ? await encryption.encrypt(accessToken) : accessToken;
      const size = `${sessionName}=${encodeSessionCookie(jwt)}`.length;
      if (size > MOST_COOKIE_BYTES)
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

/** All values of a cookie; parsers keep only the first. */
function valuesOf(header = '', name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
