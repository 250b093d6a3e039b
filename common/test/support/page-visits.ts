import type { Notice } from '../../src/pages';

/** Asks for a page as a browser does, without following redirects. */
export function open(url: string, cookie = '', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', headers: { cookie, ...headers } });
}

/** What a browser says of a form that a person sends from a page of the same origin. */
export const NAVIGATION = {
  'sec-fetch-site': 'same-origin',
  'sec-fetch-dest': 'document',
};

/** Sends a form as a browser does. */
export function post(
  url: string,
  fields: Record<string, string>,
  cookie = '',
  headers: Record<string, string> = NAVIGATION,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, ...headers },
    body: new URLSearchParams(fields),
  });
}

/** What a page left in the browser: the cookie to send on, and what it says. */
export function noticeOf(response: Response): { readonly cookie: string; readonly notice: Notice } {
  const line = response.headers.getSetCookie().find((cookie) => /^(__Host-)?notice=/.test(cookie));
  const cookie = line!.split(';', 1)[0]!;
  const value = Buffer.from(cookie.slice(cookie.indexOf('=') + 1), 'base64url').toString();
  return { cookie, notice: JSON.parse(value) as Notice };
}

/** The path of this origin that a bounce leads back to. */
export function returnPath(response: Response): string | null {
  const { pathname, searchParams } = new URL(response.headers.get('location') ?? '', 'http://page');
  return pathname === '/api/users/refresh' ? searchParams.get('return_to') : null;
}
