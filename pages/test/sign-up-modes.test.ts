import { describe, expect, it } from '@jest/globals';
import { open } from '../../e2e/support/page-requests';
import { usePagesAlone } from './support/pages';

describe('with SIGN_UP=closed', () => {
  const { at } = usePagesAlone({ SIGN_UP: 'closed' });

  it('no page leads to a form, and the page to sign up says why', async () => {
    const signIn = await (await open(at('/account/signin'))).text();
    expect(signIn).not.toContain('href="/account/signup"');
    const html = await (await open(at('/account/signup'))).text();
    expect(html).toContain('Nobody can sign up here');
    expect(html).not.toContain('name="password"');
  });
});

describe('with SIGN_UP=open', () => {
  const { at } = usePagesAlone();

  it('the sign-in leads to the form', async () => {
    const signIn = await (await open(at('/account/signin'))).text();
    expect(signIn).toContain('href="/account/signup"');
    expect(await (await open(at('/account/signup'))).text()).toContain('name="password"');
  });
});

describe('with Secure cookies', () => {
  const { at } = usePagesAlone({ COOKIE_SECURE: 'true', SIGN_UP: 'invite' });

  it('an invitation is in one, too', async () => {
    const answer = await open(at(`/account/signup?invitation=${'x'.repeat(43)}`));
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Secure-link=x{43}; Max-Age=3600; Path=\/account\/signup\/invited; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  });
});
