import { expect, it } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { describeInChromium, newTab } from './support/chromium';
import { fillIn, signUp } from './support/person';

/** To Chromium, each name below localhost is this machine, and shop.localhost is a site. */
const [NOW, BEFORE, HOST] = ['shop.localhost', 'app.shop.localhost', 'eu.app.shop.localhost'];
const env = { COOKIE_DOMAIN: NOW, PREVIOUS_COOKIE_DOMAIN: BEFORE };

describeInChromium('a browser with a session cookie of another domain', env, ({ site, open }) => {
  /** A window that has had a session cookie for a while, of which nothing is good any more. */
  async function windowWith(domain: string): Promise<BrowserContext> {
    const window = await open({ baseURL: site().url.replace('localhost', HOST) });
    const value = Buffer.from('{"jwt":"of another time"}').toString('base64');
    await window.addCookies([{ name: 'session', value, domain, path: '/', httpOnly: true, sameSite: 'Lax' }]);
    return window;
  }

  const domainsOf = async (window: BrowserContext) =>
    (await window.cookies()).filter(({ name }) => name === 'session').map(({ domain }) => domain);

  it('is signed in by the new one, refreshes, and signs out', async () => {
    const window = await windowWith(`.${HOST}`);
    const tab = await newTab(window);
    const email = await signUp(tab);
    expect(await domainsOf(window)).toEqual([`.${HOST}`, `.${NOW}`]);
    // The older first, as browsers send them.
    const sent = tab.waitForRequest(/\/tickets$/);
    await tab.goto('/tickets');
    const { cookie } = await (await sent).allHeaders();
    expect(cookie!.match(/(?<=\bsession=)[^;]+/g)).toHaveLength(2);
    await tab.getByRole('heading', { name: 'Tickets' }).waitFor();
    await fillIn(tab, { Title: 'A concert', Price: '20' }, 'Offer it');
    await tab.getByText('Your ticket is on offer.').waitFor();
    const refreshed = await tab.evaluate(
      "fetch('/api/users/refresh', { method: 'POST' }).then(({ status }) => status)",
    );
    expect(refreshed).toBe(200);
    await tab.goto('/api/users/refresh?return_to=/');
    await tab.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await tab.getByRole('link', { name: 'Sign in' }).first().waitFor();
    expect(await domainsOf(window)).toEqual([`.${HOST}`]);
    expect(tab.faults).toEqual([]);
  });

  it.each([
    ['of this host alone', HOST],
    ['of the domain of before', `.${BEFORE}`],
  ])('loses the one %s when it signs up', async (_what, domain) => {
    const window = await windowWith(domain);
    expect(await domainsOf(window)).toEqual([domain]);
    await signUp(await newTab(window));
    expect(await domainsOf(window)).toEqual([`.${NOW}`]);
  });
});
