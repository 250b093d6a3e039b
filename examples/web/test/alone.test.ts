import { describe, expect, it } from '@jest/globals';
import { open, post, statusOf } from '../../../e2e/support/page-requests';
import { ADA, adas } from '../../../e2e/support/adas';
import { useWebAlone } from './support/web';

const { web } = useWebAlone({ TRUSTED_ORIGINS: 'https://app.example' });

describe('with no other service behind it', () => {
  it('greets by the cookie alone, in the HTML that is sent first', async () => {
    const page = await open(`${web().url}/`, adas());
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(`Hello, <!-- -->${ADA.email}</h1>`);
  });

  it('greets nobody for a cookie that somebody else signed', async () => {
    const forged = `${adas().slice(0, -8)}AAAAAAAA`;
    const html = await (await open(`${web().url}/`, forged)).text();
    expect(html).not.toContain(ADA.email);
    expect(html).toContain('Sign up');
  });

  it('says of a page that it has to wait', async () => {
    const page = await open(`${web().url}/tickets`, adas());
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('One moment, please');
  });

  it('says so of a form, too', async () => {
    const page = await post(`${web().url}/tickets`, { title: 'Concert', price: '20' }, adas());
    expect(page.status).toBe(503);
  });

  it('ends with exit code 0 when it is told to', async () => {
    expect(await web().stop()).toBe(0);
    expect(web().errors()).toBe('');
    await web().start();
  });
});

describe('its answers', () => {
  it('may be stored nowhere, framed nowhere, and run no script but its own', async () => {
    const { headers } = await open(`${web().url}/`, adas());
    expect(headers.get('cache-control')).toBe('no-store');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==';/);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('unsafe-inline');
  });

  it('carry the nonce of the request on every script', async () => {
    const page = await open(`${web().url}/`);
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy')!)![1];
    const scripts = (await page.text()).match(/<script[^>]*>/g)!;
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
  });

  it.each(['/nothing', '/assets/nothing.js', '//evil.example', '/%E0%A4%A', '/../../package.json'])(
    'to %s are no crash',
    async (path) => {
      const { status } = await open(`${web().url}${path}`);
      expect([400, 404]).toContain(status);
      expect((await open(`${web().url}/`)).status).toBe(200);
    },
  );

  it('to a huge form are 413', async () => {
    const page = await post(`${web().url}/tickets`, { email: 'x'.repeat(20_000) });
    expect(page.status).toBe(413);
  });

  it.each([
    ['DELETE', undefined, 405],
    ['PUT', undefined, 405],
    ['POST', 'application/json', 415],
    ['POST', 'multipart/form-data; boundary=x', 415],
    ['POST', undefined, 415],
  ])('to %s with %s are %i', async (method, type, status) => {
    const before = web().errors();
    const headers = type === undefined ? undefined : { 'content-type': type };
    const body = type === undefined ? undefined : '{"email":{"$gt":""}}';
    const init = { method, ...(headers && { headers }), ...(body && { body }) };
    expect((await fetch(`${web().url}/tickets`, init)).status).toBe(status);
    expect(web().errors()).toBe(before);
  });

  it('to a compressed form are 415', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'content-encoding': 'gzip' };
    expect((await post(`${web().url}/tickets`, { email: 'x' }, '', headers)).status).toBe(415);
  });

  it.each([
    ['a host whose parsing is much work', '%CD%85%D6%9A'.repeat(1_000)],
    ['a host that is none', '%'],
    ['a host of 254 characters', 'a.'.repeat(127)],
  ])('to %s are 400, and no fault', async (_what, host) => {
    const before = web().errors();
    expect(await statusOf(`${web().url}/`, { host })).toBe(400);
    expect(web().errors()).toBe(before);
  });

  it('to a form for a page that takes none are 405', async () => {
    const before = web().errors();
    expect((await post(`${web().url}/`, {})).status).toBe(405);
    expect(web().errors()).toBe(before);
  });
});

describe('a form', () => {
  const fields = { title: 'Concert', price: '20' };
  /** There is no tickets service in this test, so that a form which is taken has to wait. */
  const TAKEN = 503;

  it.each([
    ['of its own page', { 'sec-fetch-site': 'same-origin' }, TAKEN],
    [
      'of its own page, where TLS ends before this service',
      { origin: 'https://%', 'sec-fetch-site': 'same-origin' },
      TAKEN,
    ],
    ['of its own page, from an older browser', { origin: 'https://%' }, TAKEN],
    ['of a trusted site', { origin: 'https://app.example', 'sec-fetch-site': 'same-site' }, TAKEN],
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['of a neighbour', { origin: 'https://%', 'sec-fetch-site': 'same-site' }, 403],
    ['of another site, from an older browser', { origin: 'https://evil.example' }, 403],
    ['of nowhere', { origin: 'null' }, 403],
  ])('%s', async (_what, headers: Record<string, string>, status) => {
    const host = new URL(web().url).host;
    const sent = { ...headers, ...(headers.origin && { origin: headers.origin.replace('%', host) }) };
    for (const path of ['/tickets', '/tickets.data']) {
      expect((await post(`${web().url}${path}`, fields, adas(), sent)).status).toBe(status);
    }
  });
});
