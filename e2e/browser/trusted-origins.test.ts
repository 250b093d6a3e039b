import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startSite, type Site } from '../support/site';
import { describeWithChromium, launchChromium } from './support/find-chromium';

jest.setTimeout(180_000);

describeWithChromium('a page of another origin', () => {
  let site: Site;
  let browser: Browser;
  let pages: Server;
  let strangers: Server;
  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    [pages, strangers] = [1, 2].map(() => createServer((_req, res) => void res.end('a page'))) as [
      Server,
      Server,
    ];
    for (const server of [pages, strangers]) await once(server.listen(0, '127.0.0.1'), 'listening');
    // Ports are of one site; to a browser, 127.0.0.1 is another than localhost.
    const origins = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${portOf(pages)}`);
    site = await startSite({ TRUSTED_ORIGINS: origins.join() });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    for (const server of [pages, strangers]) server?.close();
  });

  async function pageOf(origin: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(origin);
    return page;
  }

  /** Has the page ask a service. @returns the status and the body, or the name of the error that fetch failed with */
  function ask(page: Page, path: string, credentials: 'include' | 'omit', body?: object): Promise<unknown> {
    return page.evaluate(
      async ({ url, credentials, body }) => {
        const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
        const answer = await fetch(url, { credentials, ...(body && json) } as object).catch(
          (error: Error) => error.name,
        );
        return typeof answer === 'string' ? answer : [answer.status, await answer.json()];
      },
      { url: `${site.url}/api/${path}`, credentials, body: body && JSON.stringify(body) },
    );
  }

  const newcomer = () => ({ email: `person-${Date.now()}@example.com`, password: 'a long passphrase' });

  it('that is trusted, of the same site, is signed in with cookies, at every service', async () => {
    const page = await pageOf(`http://localhost:${portOf(pages)}`);
    const person = newcomer();
    const who = { email: person.email };
    expect(await ask(page, 'users/signup', 'include', person)).toMatchObject([201, who]);
    expect(await ask(page, 'users/currentuser', 'include')).toMatchObject([200, { currentUser: who }]);
    expect(await ask(page, 'users/refresh', 'include', {})).toMatchObject([200, who]);
    const ticket = { title: 'A concert', price: 20 };
    expect(await ask(page, 'tickets', 'include', ticket)).toMatchObject([201, { title: 'A concert' }]);
    expect(await ask(page, 'users/signin', 'include', {})).toMatchObject([
      400,
      { code: 'validation_failed' },
    ]);
  });

  it('that is trusted, of another site, reads answers to requests without cookies alone', async () => {
    const page = await pageOf(`http://127.0.0.1:${portOf(pages)}`);
    const person = newcomer();
    expect(await ask(page, 'users/signup', 'omit', person)).toMatchObject([201, { email: person.email }]);
    expect(await ask(page, 'users/currentuser', 'omit')).toEqual([200, { currentUser: null }]);
    expect(await ask(page, 'users/currentuser', 'include')).toBe('TypeError');
  });

  it('that is not trusted reads nothing', async () => {
    const page = await pageOf(`http://localhost:${portOf(strangers)}`);
    expect(await ask(page, 'users/currentuser', 'omit')).toBe('TypeError');
    expect(await ask(page, 'users/signup', 'include', newcomer())).toBe('TypeError');
  });
});
