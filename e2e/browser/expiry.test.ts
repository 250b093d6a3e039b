import { expect, it } from '@jest/globals';
import { describeInChromium, newTab, type Tab } from './support/chromium';
import { client } from './support/client';
import { fillIn, signUp } from './support/person';

/** A token of 3 s counts for 5 s more, since clocks differ. */
const UNTIL_EXPIRED_MS = 8_200;

describeInChromium('an access token that has expired', { ACCESS_TTL: '3s' }, ({ open }) => {
  /** A person with so many tabs whose token has expired. */
  async function expired(tabs: number) {
    const window = await open();
    const pages = [await newTab(window)];
    const email = await signUp(pages[0]!);
    while (pages.length < tabs) pages.push(await newTab(window));
    for (const page of pages) await page.goto('/');
    await pages[0]!.waitForTimeout(UNTIL_EXPIRED_MS);
    return { email, pages: pages as [Tab, Tab] };
  }

  it('is renewed by one bounce on a page load', async () => {
    const { email, pages } = await expired(1);
    const visited: string[] = [];
    pages[0].on('response', (response) => {
      if (response.request().isNavigationRequest()) visited.push(new URL(response.url()).pathname);
    });
    await pages[0].reload();
    await pages[0].getByRole('heading', { name: `Hello, ${email}` }).waitFor();
    expect(visited).toEqual(['/', '/api/users/refresh', '/']);
  });

  it('is renewed by one bounce on a click, too, and a form keeps what was typed', async () => {
    const { pages } = await expired(1);
    const [page] = pages;
    await page.getByRole('link', { name: 'Tickets' }).click();
    await page.getByLabel('Title').fill('Concert');
    await page.getByLabel('Price').fill('20');
    await page.waitForTimeout(UNTIL_EXPIRED_MS);
    await fillIn(page, {}, 'Offer it');
    await page.getByText('send it again').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Concert');
    await fillIn(page, {}, 'Offer it');
    await page.getByText('Your ticket is on offer.').waitFor();
    expect(page.faults).toEqual([]);
  });

  it('is renewed for two tabs at once, and both stay signed in', async () => {
    const { email, pages } = await expired(2);
    await Promise.all(pages.map((page) => page.reload()));
    for (const page of pages) await page.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
    await pages[0].waitForTimeout(UNTIL_EXPIRED_MS);
    await Promise.all(pages.map((page) => page.reload()));
    for (const page of pages) await page.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
  });

  it('is renewed by the client for two tabs at once', async () => {
    const { pages } = await expired(2);
    for (const page of pages) await page.evaluate(client);
    const ask = (page: Tab) =>
      page.evaluate<number[]>(`(async () => {
        const client = latchkey.createClient();
        const answers = await Promise.all(Array.from({ length: 5 }, () => client.fetch('/api/users/sessions')));
        return answers.map(({ status }) => status);
      })()`);
    expect(await Promise.all(pages.map(ask))).toEqual([Array(5).fill(200), Array(5).fill(200)]);
  });

  it('is left to the tab that is renewing it', async () => {
    const { pages } = await expired(2);
    const [holder, waiter] = pages;
    await waiter.evaluate(client);
    const refreshes: string[] = [];
    waiter.on('request', (request) => refreshes.push(request.method()));
    await holder.evaluate(`new Promise((held) => {
      navigator.locks.request('latchkey-refresh', () => (held(), new Promise((release) => (window.release = release))));
    })`);
    const answer = waiter.evaluate(
      `latchkey.createClient().fetch('/api/users/sessions').then(({ status }) => status)`,
    );
    await holder.waitForFunction('navigator.locks.query().then(({ pending }) => pending.length === 1)');
    expect(refreshes).toEqual(['GET']);
    await holder.evaluate('window.release()');
    // The holder has renewed nothing, as when its refresh gets no answer: the waiter asks again, and then renews.
    expect(await answer).toBe(200);
    expect(refreshes).toEqual(['GET', 'GET', 'POST', 'GET']);
  });
});
