import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { sessionCookie } from '@latchkey/common/testing';
import { afterAll, beforeAll, jest } from '@jest/globals';
import { freePort } from '../../../../tools/mongo/port';
import type { Notice } from '../../src/notice-cookie';
import { program, type Program } from '../../../../e2e/support/program';

export const JWT_KEY = 'only-for-tests-only-for-tests-only-for-tests';
export const ADA = { id: 'ada', email: 'ada@example.com' };

/** The built service as a process of its own, with no other service behind it. */
export function useWebAlone(env: Record<string, string> = {}): { readonly web: () => Program } {
  let web: Program;
  beforeAll(async () => {
    Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    web = program('examples/web/dist/main.js', [await freePort(), await freePort()], {
      JWT_KEY,
      AUTH_URL: nowhere,
      TICKETS_URL: nowhere,
      NODE_NO_WARNINGS: '1',
      ...env,
    });
    await web.start();
  });
  afterAll(() => web?.kill());
  return { web: () => web };
}

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

/** A cookie of Ada's whose token has so many seconds left; below 0, it has expired. */
export function adas(secondsLeft = 900): string {
  const life = 900;
  jest.useFakeTimers({ now: Date.now() - (life - secondsLeft) * 1000 });
  try {
    return sessionCookie(ADA, { expiresIn: life });
  } finally {
    jest.useRealTimers();
  }
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
