import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Notice } from '@latchkey/common/pages';

/** Asks for a page as a browser does, without scripts and without following redirects. */
export function open(url: string, cookie = '', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', headers: { cookie, ...headers } });
}

/** Asks for a page with headers that fetch does not let one choose, such as Host. */
export async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

/** Sends a form as a browser does, without scripts. */
export function post(
  url: string,
  fields: Record<string, string>,
  cookie = '',
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, ...headers },
    body: new URLSearchParams(fields),
  });
}

/** What a page left in the browser for the next one: the cookie to send on, and what it says. */
export function noticeOf(response: Response): { readonly cookie: string; readonly notice: Notice } {
  const line = response.headers.getSetCookie().find((cookie) => cookie.startsWith('notice='));
  const cookie = line!.split(';', 1)[0]!;
  const value = Buffer.from(cookie.slice('notice='.length), 'base64url').toString();
  return { cookie, notice: JSON.parse(value) as Notice };
}

/** The path of this origin that a bounce leads back to. */
export function returnPath(response: Response): string | null {
  const { pathname, searchParams } = new URL(response.headers.get('location') ?? '', 'http://web');
  return pathname === '/api/users/refresh' ? searchParams.get('return_to') : null;
}
