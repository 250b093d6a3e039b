import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/** An hour to choose a password in. A slower person opens the link again. */
const LIFE_MS = 60 * 60_000;
/** The page that takes an invitation, and what its scripts load; no other page and no service is sent it. */
const PATH = '/signup/';
const TOKEN = /^[\w-]{1,128}$/;

/**
 * The cookie of a browser that came by an invitation's link. The token moves into it, so that it stays in no address,
 * history or Referer.
 */
export interface InvitationCookie {
  readonly token: string | undefined;
  /** Keeps the token of a link; of one that is no token, nothing. */
  keep(token: string): void;
  clear(): void;
}

export function invitationCookie(req: Request, res: Response, secure: boolean): InvitationCookie {
  const name = secure ? '__Secure-invitation' : 'invitation';
  // Lax: the link is opened from a mail or a chat, and the redirect after it belongs to the same navigation.
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: PATH };
  const kept = parseCookie(req.headers.cookie ?? '')[name] ?? '';
  return {
    token: TOKEN.test(kept) ? kept : undefined,
    keep(token) {
      if (TOKEN.test(token)) res.cookie(name, token, { ...options, maxAge: LIFE_MS });
    },
    clear: () => void res.clearCookie(name, options),
  };
}
