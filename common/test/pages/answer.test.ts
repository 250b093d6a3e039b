import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthServer, type AuthServer } from '../support/auth-server';
import { startPageServer, type PageServer } from '../support/page-server';
import { asCookie, claimsSet, token } from '../support/tokens';
import { noticeOf, open, post, returnPath } from '../support/page-visits';

let auth: AuthServer;
let pages: PageServer;

/** Says who it is, at any path; a form asks the auth service for a change of the password. */
beforeAll(async () => {
  auth = await startAuthServer();
  pages = await startPageServer(
    async (visit) => {
      if (visit.url.pathname === '/fault') throw new TypeError('a fault of the page');
      if (visit.url.pathname === '/calls') {
        await visit.auth.currentUser();
        await visit.service(auth.url).currentUser();
        return new Response();
      }
      if (visit.url.pathname === '/open') {
        visit.arrive();
        const { code = 'none', values } = visit.takeNotice();
        return new Response(`${visit.user?.email ?? 'nobody'} ${code} ${JSON.stringify(values)}`);
      }
      if (visit.request.method === 'GET') {
        const { email } = visit.arriveSignedIn({ form: visit.url.pathname === '/form' });
        return new Response(`Hello, ${email}`);
      }
      const form = new URLSearchParams(await visit.request.text());
      const outcome = await visit.submit({ values: { note: form.get('note') ?? '' } }, async () => {
        await visit.auth.changePassword({ currentPassword: 'one', newPassword: form.get('secret') ?? '' });
        return { location: '/open', code: 'changed' };
      });
      return outcome instanceof Response ? outcome : Response.json(outcome, { status: outcome.status });
    },
    { authUrl: auth.url },
  );
});
afterAll(() => {
  pages.stop();
  auth.stop();
});

const CLEARED_NOTICE: unknown = expect.stringMatching(
  /^notice=; Path=\/; Expires=Thu, 01 Jan 1970 .*HttpOnly; SameSite=Lax$/,
);

/** Ada's session cookie, whose token has so many seconds left. */
function adas(secondsLeft = 900): string {
  const exp = Math.floor(Date.now() / 1000) + secondsLeft;
  return asCookie(token(claimsSet({ iat: exp - 900, exp })), 'session');
}

describe('a page', () => {
  it('is made for whom the token names, asks nobody, and is stored nowhere', async () => {
    const before = auth.requests.length;
    const page = await open(`${pages.url}/`, adas());
    expect([page.status, await page.text()]).toEqual([200, 'Hello, ada@example.com']);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(auth.requests.length).toBe(before);
  });

  it('sends an expired token through the auth service once, and a stranger to the sign-in', async () => {
    const bounce = await open(`${pages.url}/a?b=c`, adas(-60));
    expect([bounce.status, returnPath(bounce)]).toEqual([303, '/a?b=c']);
    const back = await open(`${pages.url}/a?b=c`, `${adas(-30)}; ${noticeOf(bounce).cookie}`);
    expect([back.status, back.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await back.text()).toContain('Sign out and sign in again');
    expect(back.headers.getSetCookie()).toEqual([CLEARED_NOTICE]);
    const stranger = await open(`${pages.url}/a?b=c`);
    expect([stranger.status, stranger.headers.get('location')]).toEqual([
      302,
      '/account/signin?next=%2Fa%3Fb%3Dc',
    ]);
  });

  it('ends a circle of trips on which no session cookie changes', async () => {
    const session = adas(-60);
    let cookie = session;
    for (let trip = 1; trip <= 3; trip++) {
      const bounce = await open(`${pages.url}/`, cookie);
      expect(returnPath(bounce)).toBe('/');
      cookie = `${session}; ${noticeOf(bounce).cookie}`;
    }
    const end = await open(`${pages.url}/`, cookie);
    expect([end.status, end.headers.getSetCookie()]).toEqual([503, [CLEARED_NOTICE]]);
  });

  it('proves the account to the auth service, and to no other one', async () => {
    const session = adas();
    await open(`${pages.url}/calls`, `${session}; account=proof`);
    const cookies = auth.requests.slice(-2).map(({ headers }) => headers.cookie);
    expect(cookies).toEqual([`${session}; account=proof`, session]);
  });

  it('with a form renews a token that ends soon', async () => {
    expect(returnPath(await open(`${pages.url}/form`, adas(290)))).toBe('/form');
    expect((await open(`${pages.url}/form`, adas(600))).status).toBe(200);
    expect((await open(`${pages.url}/`, adas(290))).status).toBe(200);
  });

  it('that has a fault of its own is no answer of ours', async () => {
    expect(await (await open(`${pages.url}/fault`, adas())).text()).toBe('TypeError: a fault of the page');
  });
});

describe('a form', () => {
  const fields = { secret: 'a new password', note: 'kept' };

  it('is sent on as the browser would, and leads to a page that says so', async () => {
    auth.answerWith(200, {}, ['session=new; Path=/', 'refresh=new; Path=/api/users']);
    const answer = await post(`${pages.url}/form`, fields, `${adas()}; other=1`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/open']);
    expect(answer.headers.getSetCookie().slice(0, 2)).toEqual([
      'session=new; Path=/',
      'refresh=new; Path=/api/users',
    ]);
    const { headers } = auth.requests.at(-1)!;
    expect(headers).toMatchObject({ 'sec-fetch-site': 'same-origin', 'x-forwarded-for': '127.0.0.1' });
    expect(headers.cookie).not.toContain('other');
    const next = await open(`${pages.url}/open`, `${adas()}; ${noticeOf(answer).cookie}`);
    expect(await next.text()).toBe('ada@example.com changed {}');
    expect(next.headers.getSetCookie()).toEqual([CLEARED_NOTICE]);
  });

  it('that is refused shows what is wrong, and what was typed', async () => {
    const errors = [{ message: 'Use at least 8 characters.', field: 'newPassword' }];
    auth.answerWith(400, { code: 'validation_failed', errors });
    const answer = await post(`${pages.url}/form`, fields, adas());
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { status: 400, code: 'validation_failed', faults: errors, values: { note: 'kept' } },
    ]);
  });

  it('that is sent too often says when to send it again', async () => {
    const errors = [{ message: 'Wait a moment.' }];
    auth.answerWith(429, { code: 'too_many_requests', errors }, [], { 'retry-after': '30' });
    const answer = await post(`${pages.url}/form`, fields, adas());
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await answer.json()).toMatchObject({ faults: errors });
  });

  it.each([
    ['has expired here', () => adas(-60)],
    ['was revoked at the auth service', () => adas()],
  ])('whose token %s comes back with what was typed', async (_what, session) => {
    auth.answerWith(401, { code: 'token_revoked', errors: [{ message: 'Sign in.' }] });
    const answer = await post(`${pages.url}/form`, fields, session());
    expect([answer.status, returnPath(answer)]).toEqual([303, '/form']);
    const { notice } = noticeOf(answer);
    expect(notice).toMatchObject({ page: '/form', code: 'again', values: { note: 'kept' } });
    expect(JSON.stringify(notice)).not.toContain(fields.secret);
  });

  it('to a service that is away is a page that asks for patience', async () => {
    auth.answerWith(503, { code: 'unavailable', errors: [{ message: '<Later>' }] }, [], {
      'retry-after': '7',
    });
    const answer = await post(`${pages.url}/form`, fields, adas());
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('<h1>One moment, please</h1><p>&#60;Later&#62;</p>');
  });
});

describe('a notice that another service of the origin planted', () => {
  const planted = (notice: object) =>
    `notice=${Buffer.from(JSON.stringify({ values: { roles: 'admin' }, ...notice })).toString('base64url')}`;

  it.each([
    ['says nothing', {}, 'ada@example.com none {}'],
    ['says something else', { code: 'changed' }, 'ada@example.com changed {}'],
    ['says that the form comes back', { code: 'again' }, 'ada@example.com again {"roles":"admin"}'],
  ])('and that %s fills in a form only with that text', async (_what, notice, text) => {
    const page = await open(`${pages.url}/open`, `${adas()}; ${planted({ page: '/open', ...notice })}`);
    expect(await page.text()).toBe(text);
  });

  it('keeps no values on the way through the auth service', async () => {
    const cookie = planted({ page: '/form' });
    const { notice } = noticeOf(await open(`${pages.url}/form`, `${adas(-60)}; ${cookie}`));
    expect(notice).not.toHaveProperty('values');
  });
});
