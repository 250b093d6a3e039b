import { describe, expect, it } from '@jest/globals';
import { ADA, adas } from '../../e2e/support/adas';
import { open, post, statusOf } from '../../e2e/support/page-requests';
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
