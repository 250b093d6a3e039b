import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { sessionCookie } from '@latchkey/common/testing';
import type { Browser, Page } from 'playwright-core';
import { revoked, startFeed, type FeedServer } from '../../common/test/support/feed-server';
import { startReadmeService, type ReadmeService } from '../../common/test/support/readme-service';
import { describeWithChromium, launchChromium } from './support/find-chromium';

jest.setTimeout(60_000);

const JWT_KEY = 'a-secret-that-only-this-test-knows-0123456789';

describeWithChromium('the websocket of the library’s README', () => {
  let browser: Browser;
  let feed: FeedServer;
  let service: ReadmeService;
  let sibling: Server;

  beforeAll(async () => {
    Object.assign(process.env, { JWT_KEY, COOKIE_SECURE: 'false' });
    browser = await launchChromium();
    sibling = createServer((_req, res) => void res.end('a page')).listen(0, '127.0.0.1');
    await once(sibling, 'listening');
  });
  afterAll(async () => {
    sibling?.close();
    await browser?.close();
  });
  beforeEach(async () => {
    feed = await startFeed();
    const env = { JWT_KEY, COOKIE_SECURE: 'false', REVOCATIONS_URL: feed.url };
    service = await startReadmeService('WebSocketServer', env);
  });
  afterEach(async () => {
    service?.stop();
    await feed?.stop();
  });

  /** Opens a page where Ada is signed in. Express's own 404 is one, if its policy on scripts does not count. A cookie belongs to a host, whatever the port. */
  async function goTo(url: string): Promise<Page> {
    const window = await browser.newContext({ bypassCSP: true });
    const [, name, value] = /^(\w+)=(.*)$/.exec(sessionCookie({ id: 'ada', email: 'ada@example.com' }))!;
    await window.addCookies([
      { name: name!, value: value!, domain: 'localhost', path: '/', httpOnly: true, sameSite: 'Lax' },
    ]);
    const page = await window.newPage();
    await page.goto(url);
    return page;
  }

  /** Has the page open a websocket, say hello, and keep what comes of it. */
  async function connect(page: Page): Promise<void> {
    await page.evaluate((url) => {
      const events: string[] = [];
      const websocket = new WebSocket(url);
      websocket.onopen = () => websocket.send('hello');
      websocket.onmessage = ({ data }) => events.push(String(data));
      websocket.onclose = ({ code, reason }) => events.push(`closed ${code} ${reason}`.trim());
      Object.assign(globalThis, { events });
    }, `ws://localhost:${service.port}/live`);
  }

  async function eventsOf(page: Page, count: number): Promise<string[]> {
    const events = await page.waitForFunction((least) => {
      const { events } = globalThis as unknown as { events: string[] };
      return events.length >= least && events;
    }, count);
    return (await events.jsonValue()) as string[];
  }

  it('opens for a page of its own origin, and closes when its user is banned', async () => {
    const page = await goTo(`http://localhost:${service.port}/`);
    await connect(page);
    expect(await eventsOf(page, 1)).toEqual(['ada@example.com: hello']);
    feed.send(revoked('user.ada.1'));
    expect(await eventsOf(page, 2)).toEqual(['ada@example.com: hello', 'closed 4401 token_revoked']);
  });

  it('does not open for a page of a sibling, whose cookies it is sent', async () => {
    const page = await goTo(`http://localhost:${(sibling.address() as AddressInfo).port}/`);
    const told = page.waitForEvent('console');
    await connect(page);
    expect((await told).text()).toMatch(/HTTP Authentication failed/);
    expect(await eventsOf(page, 1)).toEqual(['closed 1006']);
  });
});
