import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios, { type AxiosInstance } from 'axios';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../../../common/test/support/migrating-page';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, SECOND, restartClock, stopClock } from '../support/clock';
import { fetchWithCookies } from '../support/cookie-jar';
import { newEmail, PASSWORD } from '../support/people';

const REFRESH = 'POST /api/users/refresh';

let auth: TestAuth;
let browser: ReturnType<typeof fetchWithCookies>;
/** axios as a page has it: of one origin, with the cookies of the browser. */
let client: AxiosInstance;
let email: string;
let clock: ReturnType<typeof stopClock>;

beforeAll(async () => {
  auth = await startAuth();
});
beforeEach(async () => {
  browser = fetchWithCookies();
  client = axios.create({ baseURL: auth.url, adapter: 'fetch', env: { fetch: send } });
  email = newEmail();
  clock = stopClock();
  await client.post('/api/users/signup', { email, password: PASSWORD });
});
afterEach(restartClock);
afterAll(() => auth.stop());

/** The browser's fetch, for one who gives it a Request. */
async function send(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const { url, method, headers, body } = new Request(input, init);
  return browser.fetch(url, { method, headers, body: body && (await new Response(body).text()) });
}

const expire = () => clock.pass(15 * MINUTE + 6 * SECOND);
const refreshes = () => browser.sent.filter((request) => request === REFRESH).length;

type Api = (path: string, init?: RequestInit) => Promise<Response>;

/** Runs an example of the section on clients with what it takes as given. @returns its function `api`, if it has one */
async function run(word: string, given: Record<string, unknown>): Promise<Api | undefined> {
  const example = (await blocksOf('Clients', 'js')).find((block) => block.includes(word));
  const code = `${example}\nreturn typeof api === 'undefined' ? undefined : api;`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the page's own code
  const show = new Function(...Object.keys(given), code) as (...given: unknown[]) => Api | undefined;
  return show(...Object.values(given));
}

describe('the interceptor of axios in docs/migrating.md', () => {
  beforeEach(async () => void (await run('interceptors', { axios: client })));

  it('repeats what an expired token stopped, after one refresh for all of it', async () => {
    expire();
    const newPassword = `${PASSWORD} and more`;
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => client.get('/api/users/sessions')),
      client.post('/api/users/password', { currentPassword: PASSWORD, newPassword }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(refreshes()).toBe(1);
    expire();
    expect(await client.get('/api/users/sessions')).toMatchObject({ status: 200 });
    expect(refreshes()).toBe(2);
  });

  it('rejects as before for any other failure, and when the refresh is refused', async () => {
    await expect(client.get('/api/users/nothing')).rejects.toMatchObject({ response: { status: 404 } });
    expect(refreshes()).toBe(0);
    browser.cookies.delete('refresh');
    expire();
    await expect(client.get('/api/users/sessions')).rejects.toMatchObject({ response: { status: 401 } });
    expect(refreshes()).toBe(1);
  });
});

describe('the function with fetch in docs/migrating.md', () => {
  const ofPage = (path: string, init?: RequestInit) => browser.fetch(auth.url + path, init);

  it('repeats what an expired token stopped, and nothing when the refresh is refused', async () => {
    const api = (await run('async function api', { fetch: ofPage }))!;
    expect((await api('/api/users/nothing')).status).toBe(404);
    expire();
    expect((await api('/api/users/sessions')).status).toBe(200);
    expect(refreshes()).toBe(1);
    browser.cookies.delete('refresh');
    expire();
    const refused = await api('/api/users/sessions');
    expect(await refused.json()).toMatchObject({ status: 401, code: 'token_expired' });
    expect(refreshes()).toBe(2);
  });
});

describe('getInitialProps in docs/migrating.md', () => {
  type InitialProps = (context: object) => Promise<{ currentUser?: { email: string } | null }>;
  const app: { getInitialProps?: InitialProps } = {};
  const Component = { getInitialProps: async () => Promise.resolve({ tickets: [] }) };
  const buildClient = ({ req }: { req?: { headers: Record<string, string> } }) =>
    req ? axios.create({ baseURL: auth.url, headers: req.headers }) : client;
  let pages: Server;

  beforeAll(async () => {
    await run('getInitialProps', { AppComponent: app, buildClient });
    pages = createServer((req, res) => {
      void app.getInitialProps!({ Component, ctx: { req, res } }).then((props) => {
        if (!res.writableEnded) res.end(JSON.stringify(props));
      });
    }).listen(0, '127.0.0.1');
    await once(pages, 'listening');
  });
  afterAll(() => void pages.close());

  const pageOf = (path: string) => `http://127.0.0.1:${(pages.address() as AddressInfo).port}${path}`;
  const go = (url: string) => browser.fetch(url, { redirect: 'manual' });

  it('sends a browser whose token has expired to auth and back, and shows who is signed in', async () => {
    const path = '/orders?page=2';
    expect(await (await go(pageOf(path))).json()).toMatchObject({ currentUser: { email } });
    expire();
    const page = await go(pageOf(path));
    expect(page.status).toBe(303);
    const back = await go(auth.url + page.headers.get('location')!);
    expect([back.status, back.headers.get('location')]).toEqual([303, path]);
    const shown = await (await go(pageOf(path))).json();
    expect(shown).toMatchObject({ currentUser: { email }, pageProps: { tickets: [] } });
  });

  it('comes to an end when the refresh is refused, as nobody', async () => {
    browser.cookies.delete('refresh');
    expire();
    let page = await go(pageOf('/orders'));
    for (let steps = 0; page.status === 303 && steps < 10; steps += 1) {
      const path = page.headers.get('location')!;
      page = await go(path.startsWith('/api/') ? auth.url + path : pageOf(path));
    }
    expect(page.status).toBe(200);
    expect(await page.json()).toMatchObject({ currentUser: null });
  });

  it('refreshes by itself in a browser', async () => {
    expire();
    expect(await app.getInitialProps!({ Component, ctx: {} })).toMatchObject({ currentUser: { email } });
    browser.cookies.delete('refresh');
    expire();
    expect(await app.getInitialProps!({ Component, ctx: {} })).toMatchObject({ currentUser: null });
    expect(refreshes()).toBe(2);
  });
});
