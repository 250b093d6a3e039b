import { sessionCookie } from '@latchkey/common/testing';
import { afterAll, beforeAll, jest } from '@jest/globals';
import { freePort } from '../../../../scripts/mongo/port';
import { program, type Program } from '../../../../scripts/faults/support/program';

const JWT_KEY = 'only-for-tests-only-for-tests-only-for-tests';
export const ADA = { id: 'ada', email: 'ada@example.com' };

/** The built service as a process of its own, with no other service behind it. */
export function useWebAlone(): { readonly web: () => Program } {
  let web: Program;
  beforeAll(async () => {
    Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    web = program('examples/web/dist/main.js', [await freePort(), await freePort()], {
      JWT_KEY,
      AUTH_URL: nowhere,
      TICKETS_URL: nowhere,
      NODE_NO_WARNINGS: '1',
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

/** The path of this origin that a bounce leads back to. */
export function returnPath(response: Response): string | null {
  const { pathname, searchParams } = new URL(response.headers.get('location') ?? '', 'http://web');
  return pathname === '/api/users/refresh' ? searchParams.get('return_to') : null;
}
