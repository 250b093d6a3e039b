import { describe, expect, it } from '@jest/globals';
import type { Answer } from './ask';
import type { Standing } from './behaviour';
import { PUBLIC_URL } from './proxy';
import { verdictOf } from './verdict';

/** What browsers send when a person goes to a page. */
const NAVIGATION = {
  Accept: 'text/html,*/*;q=0.8',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Site': 'none',
};
const MAX_HOPS = 5;

/** Describes where people are sent who may not see a page yet. */
export function sendsPeopleToSignIn(standing: () => Standing): void {
  describe('a person who goes to a page', () => {
    it('is sent to sign in, and back to it', async () => {
      const { ask } = standing();
      const answer = await ask({ path: '/app/page?a=1&b=%2F', headers: NAVIGATION });
      expect(destinationOf(answer)).toEqual(['/account/signin', '/app/page?a=1&b=%2F']);
    });

    it('is sent to confirm that it is them, where the proof is too old', async () => {
      const { ask, house } = standing();
      const answer = await ask(
        { path: '/reports/page', headers: NAVIGATION },
        house.people.credentials.stale,
      );
      expect(destinationOf(answer)).toEqual(['/account/confirm', '/reports/page']);
    });

    it('comes back with a fresh token after one bounce, where it has expired', async () => {
      const { house } = standing();
      const { trail, answer } = await follow(
        standing(),
        '/app/page?a=1',
        house.people.credentials.expired.cookie,
      );
      expect(trail).toEqual(['/app/page', '/api/users/refresh', '/app/page', '/app/page']);
      expect(verdictOf(answer, house)).toBe('in as plain');
      expect(house.reports.seen.map(({ url }) => url)).toEqual(['/app/page?a=1']);
    });

    it('comes back however long the address is', async () => {
      const { ask, house } = standing();
      const path = `/app/page?${'&='.repeat(1_250)}`;
      const answer = await ask({ path, headers: NAVIGATION }, house.people.credentials.expired);
      expect(destinationOf(answer)).toEqual(['/api/users/refresh', path]);
    });

    it('is not sent round in circles', async () => {
      const { ask, house } = standing();
      const path = `/app/page?latchkey_sent=refresh.${Math.floor(Date.now() / 1000)}`;
      const answer = await ask({ path, headers: NAVIGATION }, house.people.credentials.expired);
      expect([answer.status, answer.headers.location]).toEqual([401, undefined]);
    });

    it('is told so, where signing in would not help', async () => {
      const { ask, house } = standing();
      const answer = await ask(
        { path: '/reports/page', headers: NAVIGATION },
        house.people.credentials.plain,
      );
      expect([answer.status, answer.headers.location]).toEqual([403, undefined]);
    });

    it.each([
      ['X-Forwarded-Host', 'evil.example.com'],
      ['X-Forwarded-Uri', '//evil.example.com/'],
      ['X-Forwarded-Uri', 'https://evil.example.com/'],
      ['X-Forwarded-Proto', 'javascript'],
      ['X-Forwarded-Port', '8443'],
      ['Forwarded', 'host=evil.example.com'],
    ])('is sent back to it, whatever they claim: %s: %s', async (name, value) => {
      const { ask } = standing();
      const answer = await ask({ path: '/app/page', headers: { ...NAVIGATION, [name]: value } });
      expect(destinationOf(answer)).toEqual(['/account/signin', '/app/page']);
    });
  });

  it.each([
    ['a script', 'GET', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['an image', 'GET', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a frame', 'GET', { 'Sec-Fetch-Dest': 'iframe' }],
    ['a form', 'POST', { 'Sec-Fetch-Site': 'same-origin' }],
    ['a prefetch', 'GET', { 'Sec-Purpose': 'prefetch' }],
  ])('sends %s nowhere', async (_what, method, headers) => {
    const answer = await standing().ask({ path: '/app/x', method, headers: { ...NAVIGATION, ...headers } });
    expect([answer.status, answer.headers.location]).toEqual([401, undefined]);
  });
}

/** @returns the page of the auth service, and the one that it leads back to, without the mark */
function destinationOf({ status, headers }: Answer): [page: string, next: string | undefined] {
  expect(status).toBe(302);
  const { origin, pathname, searchParams } = new URL(headers.location!);
  expect(origin).toBe(PUBLIC_URL);
  const next = searchParams.get('next') ?? searchParams.get('return_to');
  return [pathname, next?.replace(/[?&]latchkey_sent=\w+\.\d+$/, '')];
}

/** Goes where a browser would, with its cookies. */
async function follow({ ask }: Standing, first: string, cookie: string) {
  const cookies = new Map(
    cookie.split('; ').map((pair) => /^([^=]+)=(.*)$/.exec(pair)!.slice(1) as [string, string]),
  );
  const trail: string[] = [];
  let url = new URL(first, PUBLIC_URL);
  for (;;) {
    trail.push(url.pathname);
    const Cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask({ path: url.pathname + url.search, headers: { ...NAVIGATION, Cookie } });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    const { location } = answer.headers;
    if (location === undefined) return { trail, answer };
    url = new URL(location, url);
    expect(url.origin).toBe(PUBLIC_URL);
    expect(trail.length).toBeLessThan(MAX_HOPS);
  }
}
