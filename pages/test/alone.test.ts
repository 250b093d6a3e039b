import { describe, expect, it } from '@jest/globals';
import { addRefusedRefresh } from '@latchkey/common/protocol';
import { sessionDigest } from '@latchkey/common/server';
import { ADA, adas } from '../../e2e/support/adas';
import { noticeOf, open, post, statusOf } from '../../e2e/support/page-requests';
import { usePagesAlone } from './support/pages';

const { at, pages } = usePagesAlone({
  RETURN_ORIGINS: 'https://app.example',
  TRUSTED_ORIGINS: 'https://shop.example.org,https://*.example.org',
  APP_NAME: 'Curtain <Call>',
  LOGO_URL: 'https://cdn.example/logo.svg',
});

describe('with no other service behind it', () => {
  it('greets by the cookie alone, in the HTML that is sent first', async () => {
    const page = await open(at('/account'), adas());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(ADA.email);
  });

  it('greets nobody for a cookie that somebody else signed', async () => {
    const page = await open(at('/account'), `${adas().slice(0, -8)}AAAAAAAA`);
    expect(page.headers.get('location')).toBe('/account/signin?next=%2Faccount');
  });

  it('says of a page that it has to wait', async () => {
    const page = await open(at('/account/devices'), adas());
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('One moment, please');
  });

  it('says so of a form, too, and shows no password', async () => {
    const page = await post(at('/account/signin'), { email: ADA.email, password: 'secret' });
    expect(page.status).toBe(503);
    expect(await page.text()).not.toContain('secret');
  });

  it('ends with exit code 0 when it is told to', async () => {
    expect(await pages().stop()).toBe(0);
    expect(pages().errors()).toBe('');
    await pages().start();
  });
});

describe('an answer', () => {
  it('may be stored nowhere, framed nowhere, and runs no script', async () => {
    const { headers } = await open(at('/account'), adas());
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' data: https://cdn.example; form-action 'self' https://app.example; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has no script and no style of its own, and escapes what it is given', async () => {
    for (const path of ['/account', '/account/password']) {
      const html = await (await open(at(path), adas())).text();
      expect(html).not.toMatch(/<script|<style| style=| on[a-z]+=/);
      expect(html).toContain('Curtain &lt;Call&gt;');
    }
    const typed = await open(at('/account/admin?email="><script>'), adas(900, ['admin']));
    expect(await typed.text()).not.toContain('<script');
  });

  it('names a stylesheet that browsers may keep for good', async () => {
    const html = await (await open(at('/account/signin'))).text();
    const style = await open(at(/<link rel="stylesheet" href="([^"]+)"/.exec(html)![1]!));
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(style.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    '/account/nothing',
    '/account/assets/nothing.css',
    '//evil.example',
    '/%E0%A4%A',
    '/account/%2e%2e/x',
  ])('to %s is no crash', async (path) => {
    expect([400, 404]).toContain((await open(at(path))).status);
    expect((await open(at('/account/signin'))).status).toBe(200);
  });

  it.each([
    ['DELETE', undefined, 405],
    ['PUT', undefined, 405],
    ['POST', 'application/json', 415],
    ['POST', 'multipart/form-data; boundary=x', 415],
    ['POST', undefined, 415],
  ])('to %s with %s is %i', async (method, type, status) => {
    const before = pages().errors();
    const headers = type === undefined ? undefined : { 'content-type': type };
    const body = type === undefined ? undefined : '{"email":{"$gt":""}}';
    const init = { method, ...(headers && { headers }), ...(body && { body }) };
    expect((await fetch(at('/account/signin'), init)).status).toBe(status);
    expect(pages().errors()).toBe(before);
  });

  it('to a huge form is 413, and to a compressed one 415', async () => {
    expect((await post(at('/account/signin'), { email: 'x'.repeat(20_000) })).status).toBe(413);
    const headers = { 'sec-fetch-site': 'same-origin', 'content-encoding': 'gzip' };
    expect((await post(at('/account/signin'), { email: 'x' }, '', headers)).status).toBe(415);
  });

  it.each([
    ['a host whose parsing is much work', '%CD%85%D6%9A'.repeat(1_000)],
    ['a host that is none', '%'],
    ['a host of 254 characters', 'a.'.repeat(127)],
  ])('to %s is 400, and no fault', async (_what, host) => {
    const before = pages().errors();
    expect(await statusOf(at('/account/signin'), { host })).toBe(400);
    expect(pages().errors()).toBe(before);
  });

  it('to a form for a page that takes none is 405', async () => {
    expect((await post(at('/account'), {}, adas())).status).toBe(405);
  });
});

describe('the page to go on to after signing in', () => {
  it.each([
    ['/tickets?a=b', '/tickets?a=b'],
    ['https://app.example/cart', 'https://app.example/cart'],
    ['https://shop.example.org/', '/'],
    ['https://app.example.evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    [`/${'a'.repeat(4_096)}`, '/'],
    ['tickets', '/'],
    ['', '/'],
  ])('is for next=%j: %s', async (next, expected) => {
    const query = new URLSearchParams({ next }).toString();
    const { status, headers } = await open(at(`/account/signin?${query}`), adas());
    expect([status, headers.get('location')]).toEqual([302, expected]);
  });
});

describe('a form', () => {
  const fields = { email: ADA.email, password: 'a long passphrase' };
  /** There is no auth service in this test, so that a form which is taken has to wait. */
  const TAKEN = 503;

  it.each([
    ['of its own page', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' }, TAKEN],
    ['of its own page, behind TLS, from an older browser', { origin: 'https://%' }, TAKEN],
    ['of a trusted site', { origin: 'https://app.example', 'sec-fetch-site': 'same-site' }, 403],
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['of a neighbour', { origin: 'https://%', 'sec-fetch-site': 'same-site' }, 403],
    ['of another site, from an older browser', { origin: 'https://evil.example' }, 403],
    ['of nowhere', { origin: 'null' }, 403],
    ['of a script of this origin', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }, 403],
    ['of a frame of this origin', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }, 403],
  ])('%s', async (_what, headers: Record<string, string>, status) => {
    const host = new URL(pages().url).host;
    const sent = { ...headers, ...(headers.origin && { origin: headers.origin.replace('%', host) }) };
    for (const path of ['/account/signin', '/account/signup'])
      expect((await post(at(path), fields, '', sent)).status).toBe(status);
  });
});

describe('a person who is not an admin', () => {
  it.each([
    '/account/admin',
    '/account/admin/invitations',
    '/account/admin/accounts/0123456789abcdef01234567',
  ])('is told so at %s, without anybody being asked', async (path) => {
    const page = await open(at(path), adas());
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('This is not for you');
  });
});

describe('a page whose access token has expired', () => {
  it.each([
    '/account',
    '/account/devices?after=1',
    '/account/signin?next=%2Fx',
    '/account/signup',
    '/account/password',
  ])('sends the browser through the auth service and back to %s', async (path) => {
    const { status, headers } = await open(at(path), adas(-60));
    expect([status, headers.get('location')]).toEqual([
      303,
      `/api/users/refresh?return_to=${encodeURIComponent(path)}`,
    ]);
  });

  it('brings a form back without passwords', async () => {
    const fields = { currentPassword: 'secret one', newPassword: 'secret two' };
    const { cookie, notice } = noticeOf(await post(at('/account/password'), fields, adas(-60)));
    expect(notice).toMatchObject({ page: '/account/password', code: 'again' });
    expect(JSON.stringify(notice)).not.toContain('secret');
    const page = await open(at('/account/password'), `${adas()}; ${cookie}`);
    expect(await page.text()).toContain('send it again');
  });

  it('brings what an admin typed back, on its own page only', async () => {
    const path = '/account/admin/invitations';
    const answer = await post(at(path), { email: 'new@example.com' }, adas(-60, ['admin']));
    const { cookie, notice } = noticeOf(answer);
    expect(notice).toMatchObject({ page: path, code: 'again', values: { email: 'new@example.com' } });
    const other = await open(at('/account'), `${adas()}; ${cookie}`);
    expect(await other.text()).not.toContain('send it again');
  });

  it('brings a ban back without its reason, which no other service needs to know', async () => {
    const fields = { task: 'ban', reason: 'a private reason', until: '' };
    const { notice } = noticeOf(
      await post(at('/account/admin/accounts/0123456789abcdef01234567'), fields, adas(-60, ['admin'])),
    );
    expect(notice).toMatchObject({ code: 'again', values: { task: 'ban' } });
    expect(JSON.stringify(notice)).not.toContain('private');
  });

  it('is renewed for a form that would outlast it, and for no other page', async () => {
    expect((await open(at('/account/password'), adas(290))).status).toBe(303);
    expect((await open(at('/account/password'), adas(900))).status).toBe(200);
    expect((await open(at('/account'), adas(290))).status).toBe(200);
  });

  it('is told to sign in where the session is over, once', async () => {
    const { cookie } = noticeOf(await open(at('/account/password'), adas(-60)));
    const gone = await open(at('/account/password'), cookie);
    expect(gone.headers.get('location')).toBe('/account/signin?next=%2Faccount%2Fpassword');
    const signIn = await open(at('/account/signin'), noticeOf(gone).cookie);
    expect(await signIn.text()).toContain('or the account is banned');
    expect(signIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^notice=;.*Expires=Thu, 01 Jan 1970/),
    ]);
  });
});

describe('a browser that comes back from the auth service', () => {
  /** Comes back to a page that was left with an expired token. */
  async function comesBack(path: string, session: string): Promise<Response> {
    const { cookie } = noticeOf(await open(at(path), adas(-60)));
    return open(at(path), `${session}; ${cookie}`);
  }

  it.each(['/account/signup', '/account/signin'])('with no session is told so on %s', async (path) => {
    expect(await (await comesBack(path, '')).text()).toContain('or the account is banned');
  });

  it.each(['/account/signup', '/account/signin'])('to %s, signed in, takes no mark along', async (path) => {
    const gone = await comesBack(path, adas());
    expect([gone.status, gone.headers.getSetCookie()]).toEqual([
      302,
      [expect.stringMatching(/^notice=;.*Expires=Thu, 01 Jan 1970/)],
    ]);
  });

  it('with a token that counts as expired here, too, goes round in no circle', async () => {
    const page = await comesBack('/account/devices', adas(-30));
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('clocks');
  });

  it('with one that ends soon, by the clock here, gets the form', async () => {
    expect((await comesBack('/account/password', adas(120))).status).toBe(200);
  });

  it.each(['/account/signup', '/account/signin'])('with a refused session is told so on %s', async (path) => {
    const session = adas(-60);
    const left = noticeOf(await open(at(path), session)).cookie;
    const mark = addRefusedRefresh(path, sessionDigest(session));
    const back = await open(at(mark), `${session}; ${left}`);
    expect([back.status, back.headers.get('location')]).toEqual([303, path]);
    const cookies = back.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    const page = await open(at(path), [session, ...cookies].join('; '));
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('or the account is banned'),
    ]);
  });
});

it('a form to sign in is sent even with an expired token', async () => {
  const fields = { email: ADA.email, password: 'a long passphrase' };
  // There is no auth service in this test.
  expect((await post(at('/account/signin'), fields, adas(-60))).status).toBe(503);
});

describe('the button to sign out', () => {
  it('renews an expired token first, since that proves no session any more, and comes back', async () => {
    const answer = await post(at('/account/signout'), {}, adas(-60));
    expect(answer.headers.get('location')).toBe('/api/users/refresh?return_to=%2Faccount%2Fsignout');
    // There is no auth service in this test: that it is asked shows.
    const back = await open(at('/account/signout'), `${adas()}; ${noticeOf(answer).cookie}`);
    expect(back.status).toBe(503);
  });

  it('cannot be pressed by a link', async () => {
    const { status, headers } = await open(at('/account/signout'), adas());
    expect([status, headers.get('location')]).toEqual([302, '/account']);
  });
});

it('a notice that no page has left, or a link makes up, says nothing', async () => {
  const made = Buffer.from(JSON.stringify({ page: '/account/signin', code: 'constructor', values: {} }));
  const page = await open(at('/account/signin?code=ban&again=true'), `notice=${made.toString('base64url')}`);
  expect(await page.text()).toContain('role="status" class="notice"></div>');
});

describe('at another path', () => {
  const other = usePagesAlone({ ACCOUNT_PATH: '/my/login' });

  it('everything is below it', async () => {
    const page = await open(other.at('/my/login/password'), '');
    expect(page.headers.get('location')).toBe('/my/login/signin?next=%2Fmy%2Flogin%2Fpassword');
    const html = await (await open(other.at('/my/login/signin'))).text();
    expect(html).toContain('href="/my/login/signup"');
    expect(html).not.toContain('/account');
    expect((await open(other.at('/account/signin'))).status).toBe(404);
  });
});
