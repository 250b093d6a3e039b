import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

const LIFE_MS = 60_000;
/** With its name and attributes, under the 4,096 bytes that a browser keeps of a cookie (RFC 6265, section 6.1). */
const MAX_CHARACTERS = 3_800;

/** What one page leaves for another. */
export interface Notice {
  /** The path of the page that it is for. */
  readonly page: string;
  /** Which text to show. */
  readonly code?: string | undefined;
  /** What was typed into the page's form; never passwords. */
  readonly values?: Readonly<Record<string, string>>;
  /** The digest of the session that was sent to be renewed, on the way to the page. */
  readonly renewing?: string | undefined;
}

/**
 * The cookie of a browser that carries a notice, for a minute. It is no part of an address, which anybody can make up and
 * logs may keep.
 */
export interface NoticeCookie {
  /** The notice that was left for a page. */
  for(page: string): Notice | undefined;
  /** Leaves a notice; without its values when there are too many of them. */
  leave(notice: Notice): void;
  clear(): void;
}

export function noticeCookie(req: Request, res: Response, secure: boolean): NoticeCookie {
  const name = secure ? '__Host-notice' : 'notice';
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const left = decode(parseCookie(req.headers.cookie ?? '')[name]);
  return {
    for: (page) => (left?.page === page ? left : undefined),
    leave(notice) {
      const whole = encode(notice);
      const value = whole.length > MAX_CHARACTERS ? encode({ ...notice, values: {} }) : whole;
      res.cookie(name, value, { ...options, maxAge: LIFE_MS });
    },
    clear: () => void res.clearCookie(name, options),
  };
}

function encode(notice: Notice): string {
  return Buffer.from(JSON.stringify(notice)).toString('base64url');
}

/** Whatever else a browser may send in its place is no notice. */
function decode(value = ''): Notice | undefined {
  if (value.length > MAX_CHARACTERS) return undefined;
  try {
    const notice = JSON.parse(Buffer.from(value, 'base64url').toString()) as Notice;
    const values: Record<string, string> = {};
    for (const [name, typed] of Object.entries(notice.values ?? {})) values[name] = String(typed);
    return { ...notice, values };
  } catch {
    return undefined;
  }
}
