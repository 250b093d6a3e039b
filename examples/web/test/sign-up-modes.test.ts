import { describe, expect, it } from '@jest/globals';
import { open, useWebAlone } from './support/web';

describe('with SIGN_UP=closed', () => {
  const { web } = useWebAlone({ SIGN_UP: 'closed' });

  it('no page leads to a form, and /signup says why', async () => {
    for (const path of ['/', '/signin']) {
      expect(await (await open(`${web().url}${path}`)).text()).not.toContain('href="/signup"');
    }
    const html = await (await open(`${web().url}/signup`)).text();
    expect(html).toContain('Nobody can sign up here');
    expect(html).not.toContain('name="password"');
  });
});

describe('with SIGN_UP=open', () => {
  const { web } = useWebAlone();

  it('the start page and the sign-in lead to the form', async () => {
    for (const path of ['/', '/signin']) {
      expect(await (await open(`${web().url}${path}`)).text()).toContain('href="/signup"');
    }
    expect(await (await open(`${web().url}/signup`)).text()).toContain('name="password"');
  });
});

describe('with Secure cookies', () => {
  const { web } = useWebAlone({ COOKIE_SECURE: 'true', SIGN_UP: 'invite' });

  it('an invitation is in one, too', async () => {
    const answer = await open(`${web().url}/signup?invitation=${'x'.repeat(43)}`);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Secure-invitation=x{43}; .*Path=\/signup\/; .*HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  });
});
