import { expect, it } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { describeInChromium, newTab } from './support/chromium';
import { fillIn, PASSWORD, signUp } from './support/person';

describeInChromium('the account cookie', {}, ({ open }) => {
  const valueIn = async (window: BrowserContext) =>
    (await window.cookies()).find(({ name }) => name === 'account')!.value;

  /** A window of a new person, with one more account cookie that browsers send before ours, since its path is longer. */
  async function windowWith(planted: (own: string) => Promise<string>): Promise<BrowserContext> {
    const window = await open();
    await signUp(await newTab(window));
    const value = await planted(await valueIn(window));
    const cookie = { name: 'account', domain: 'localhost', httpOnly: true, sameSite: 'Lax' } as const;
    await window.addCookies([{ ...cookie, value, path: '/account/devices' }]);
    return window;
  }

  it.each<[string, (own: string) => Promise<string>]>([
    ['planted', () => Promise.resolve('planted')],
    ['doubled', (own) => Promise.resolve(own)],
    [
      'of another session',
      async () => {
        const other = await open();
        await signUp(await newTab(other));
        return valueIn(other);
      },
    ],
  ])('counts beside one that is %s', async (_what, planted) => {
    const tab = await newTab(await windowWith(planted));
    const sent = tab.waitForRequest(/\/account\/devices$/);
    await tab.goto('/account/devices');
    const { cookie } = await (await sent).allHeaders();
    expect(cookie!.match(/(?<=\baccount=)[^;]+/g)).toHaveLength(2);
    await tab.getByText('This device').waitFor();
    expect(tab.faults).toEqual([]);
  });

  it('goes to the account pages alone, and a page without it is led through one refresh', async () => {
    const window = await open();
    const tab = await newTab(window);
    await signUp(tab);
    const sent = tab.waitForRequest(/\/tickets$/);
    await tab.goto('/tickets');
    expect((await (await sent).allHeaders()).cookie).not.toMatch(/\baccount=/);
    await window.clearCookies({ name: 'account' });
    const paths: string[] = [];
    tab.on('request', (request) => {
      if (request.isNavigationRequest()) paths.push(new URL(request.url()).pathname);
    });
    await tab.goto('/account/devices');
    await tab.getByText('This device').waitFor();
    expect(paths).toEqual(['/account/devices', '/api/users/refresh', '/account/devices']);
  });

  it('needs no script: every page of a person works without JavaScript', async () => {
    const window = await open({ javaScriptEnabled: false });
    const tab = await newTab(window);
    const email = await signUp(tab);
    await tab.goto('/account');
    await tab.getByText(email).first().waitFor();
    await tab.goto('/account/password');
    const next = 'quite another passphrase';
    await tab.getByLabel('Current password').fill(PASSWORD);
    await tab.getByLabel('New password').fill(next);
    await tab.getByRole('main').getByRole('button').click();
    await tab.goto('/account/devices');
    await tab.getByText('This device').waitFor();
    await tab.getByRole('button', { name: 'Sign out' }).first().click();
    await tab.goto('/account/signin');
    await fillIn(tab, { Email: email, Password: next }, 'Sign in');
    await tab.goto('/account');
    await tab.getByText(email).first().waitFor();
  });
});
