import { describe, expect, it } from '@jest/globals';
import { adas } from '../../e2e/support/adas';
import { open } from '../../e2e/support/page-requests';
import { usePagesAlone } from './support/pages';

const { at } = usePagesAlone();

describe('the script of passkeys', () => {
  it('runs on the pages that use them, by a policy of their own', async () => {
    const page = await open(at('/account/signin'));
    const html = await page.text();
    expect(html).toMatch(/<script src="\/account\/assets\/[\w-]{20}\.js" defer/);
    expect(html).not.toMatch(/ style=| on[a-z]+=/);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';");
  });

  it('runs on no other page', async () => {
    for (const path of ['/account', '/account/password', '/account/nothing']) {
      const page = await open(at(path), adas());
      expect(await page.text()).not.toContain('<script');
      expect(page.headers.get('content-security-policy')).not.toContain('script-src');
    }
  });

  it('is one file of this origin, which browsers keep for good', async () => {
    const html = await (await open(at('/account/signin'))).text();
    const path = /<script src="([^"]+)"/.exec(html)![1]!;
    const script = await open(at(path));
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const text = await script.text();
    expect(text).toContain('@simplewebauthn/browser');
    expect(text.length).toBeLessThan(20_000);
    expect(text).not.toMatch(/\beval\(|new Function/);
  });

  it('is no need: a page says what it would do, and its other forms work without', async () => {
    const html = await (await open(at('/account/signin'))).text();
    expect(html).toMatch(/<form method="post" hidden="" data-passkey="passkey">/);
    expect(html).toMatch(/<noscript>.*JavaScript.*<\/noscript>/);
    expect(html).toContain('autocomplete="username webauthn"');
  });
});
