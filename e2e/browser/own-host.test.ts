import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPages, type Pages } from '@latchkey/common/pages';
import { freePort } from '@latchkey/tools/dist/ports';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startSite, type Site } from '../support/site';
import { describeWithChromium, launchChromium } from './support/find-chromium';
import { fillIn, PASSWORD } from './support/person';

jest.setTimeout(180_000);

/** To Chromium, each name below localhost is this machine, and shop.localhost is a site. */
const [DOMAIN, ACCOUNTS_HOST, APP_HOST] = ['shop.localhost', 'accounts.shop.localhost', 'app.shop.localhost'];
/** A token of 3 s counts for 5 s more, since clocks differ. */
const UNTIL_EXPIRED_MS = 8_200;

describeWithChromium('auth and its pages on a host of their own', () => {
  let site: Site;
  let app: Server;
  let browser: Browser;
  let accounts: string;
  let home: string;

  beforeAll(async () => {
    const port = await freePort();
    home = `http://${APP_HOST}:${port}`;
    site = await startSite({ COOKIE_DOMAIN: DOMAIN, RETURN_ORIGINS: home, APP_URL: home, ACCESS_TTL: '3s' });
    accounts = site.url.replace('localhost', ACCOUNTS_HOST);
    const jwks = `${site.url}/.well-known/jwks.json`;
    Object.assign(process.env, { JWKS_URL: jwks, COOKIE_DOMAIN: DOMAIN, COOKIE_SECURE: 'false' });
    const pages = createPages({
      authUrl: site.url,
      cookieSecure: false,
      accounts: { origin: accounts, returnOrigin: home },
    });
    app = serveApp(pages).listen(port, '127.0.0.1');
    await once(app, 'listening');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    app?.close();
    app?.closeAllConnections();
    await site?.stop();
  });

  /** Signs a new person up at the accounts, and comes back to the application. */
  async function signedIn(): Promise<{ window: BrowserContext; tab: Page; email: string }> {
    const window = await browser.newContext();
    const tab = await window.newPage();
    const email = `${crypto.randomUUID().slice(0, 8)}@example.com`;
    await tab.goto(`${accounts}/account/signup`);
    await fillIn(tab, { Email: email, Password: PASSWORD }, 'Sign up');
    await tab.waitForURL(`${home}/`);
    return { window, tab, email };
  }

  const greeting = (tab: Page, email: string) =>
    tab.getByRole('heading', { name: `Hello, ${email}` }).waitFor();

  it('sign a visitor of the application in, who comes back to its page', async () => {
    const { email } = await signedIn();
    const tab = await (await browser.newContext()).newPage();
    await tab.goto(`${home}/cart?item=7`);
    expect(tab.url()).toContain(`${accounts}/account/signin?next=`);
    await fillIn(tab, { Email: email, Password: PASSWORD }, 'Sign in');
    await greeting(tab, email);
    expect(tab.url()).toBe(`${home}/cart?item=7`);
  });

  it('share the session cookie with the application, and no other', async () => {
    const { window } = await signedIn();
    const domains = Object.fromEntries((await window.cookies()).map(({ name, domain }) => [name, domain]));
    expect(domains).toEqual({
      session: `.${DOMAIN}`,
      refresh: ACCOUNTS_HOST,
      account: ACCOUNTS_HOST,
      device: ACCOUNTS_HOST,
    });
  });

  it('renew an expired token by one bounce', async () => {
    const { tab, email } = await signedIn();
    await sleep(UNTIL_EXPIRED_MS);
    const bounces: string[] = [];
    tab.on(
      'request',
      (request) => request.isNavigationRequest() && bounces.push(new URL(request.url()).host),
    );
    await tab.goto(`${home}/cart`);
    await greeting(tab, email);
    expect(bounces.map((host) => host.split(':')[0])).toEqual([APP_HOST, ACCOUNTS_HOST, APP_HOST]);
  });

  it('answer no script of the application', async () => {
    const { tab, email } = await signedIn();
    const ask = (path: string, init: object) =>
      tab.evaluate(
        ([url, options]) =>
          fetch(url, options as RequestInit).then(
            ({ type }) => type,
            () => 'refused',
          ),
        [`${accounts}${path}`, { credentials: 'include', ...init }] as const,
      );
    expect(await ask('/api/users/sessions', {})).toBe('refused');
    expect(await ask('/api/users/signout', { method: 'POST', mode: 'no-cors' })).toBe('refused');
    await tab.goto(`${accounts}/account/devices`);
    await tab.getByText('This device').waitFor();
    await tab.goto(home);
    await greeting(tab, email);
  });

  it('sign out, and the application knows nobody', async () => {
    const { tab } = await signedIn();
    await tab.goto(`${accounts}/account`);
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await tab.waitForLoadState();
    await tab.goto(home);
    expect(tab.url()).toContain(`${accounts}/account/signin`);
  });

  it('send a person whose session has ended elsewhere to sign in, and in no circle', async () => {
    const { tab, email } = await signedIn();
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${accounts}/account/signin`);
    await fillIn(other, { Email: email, Password: PASSWORD }, 'Sign in');
    await other.waitForURL(`${home}/`);
    await other.goto(`${accounts}/account/devices`);
    await other.getByText('Sign out everywhere else…').click();
    await other.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await other.waitForLoadState();
    await sleep(UNTIL_EXPIRED_MS);
    await tab.goto(`${home}/cart`);
    expect(tab.url()).toContain(`${accounts}/account/signin`);
  });
});

/** A page of the application, which greets its visitor. */
function serveApp(pages: Pages): Server {
  return createServer((req, res) => {
    void (async () => {
      const headers = new Headers(req.headers as Record<string, string>);
      const request = new Request(`http://${req.headers.host}${req.url}`, { headers });
      const answer = await pages.answer(request, { clientAddress: undefined }, (visit) => {
        const { email } = visit.arriveSignedIn();
        return new Response(`<h1>Hello, ${email}</h1>`, { headers: { 'Content-Type': 'text/html' } });
      });
      for (const [name, value] of answer.headers) if (name !== 'set-cookie') res.setHeader(name, value);
      res.setHeader('Set-Cookie', answer.headers.getSetCookie());
      res.writeHead(answer.status).end(await answer.text());
    })();
  });
}
