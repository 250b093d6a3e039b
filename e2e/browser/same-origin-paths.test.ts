import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { freePorts } from '@latchkey/tools/dist/ports';
import type { Browser, Page } from 'playwright-core';
import { startDatabase, type Database } from '../support/database';
import { describeWithNginx, entryConfig, startNginx } from '../support/nginx';
import { program, type Program } from '../support/program';
import { describeWithChromium, launchChromium } from './support/find-chromium';

jest.setTimeout(180_000);

/** What gives the two rules away, so that the tests show what they are for. */
const without = (rule: RegExp) => (config: string) => {
  const less = config.replace(rule, '');
  expect(less).not.toBe(config);
  return less;
};

describeWithNginx('behind the entry, a service that an attacker runs', () => {
  describeWithChromium('in a browser', () => {
    let database: Database;
    let auth: Program;
    let browser: Browser;
    let taken: Server;
    /** Of each request that it got: the path, and the names of the cookies. */
    const got: string[] = [];

    beforeAll(async () => {
      database = await startDatabase();
      const [port, internalPort] = (await freePorts(2)) as [number, number];
      auth = program('auth/dist/main.js', [port, internalPort], {
        JWT_KEY: randomBytes(48).toString('base64url'),
        MONGO_URI: `${database.uri}auth`,
        TRUST_PROXY: '1',
      });
      taken = createServer((req, res) => {
        const names = (req.headers.cookie ?? '').match(/(?<=^|; )[\w-]+(?==)/g) ?? [];
        got.push(`${req.url} ${names.join(' ')}`);
        res.setHeader('Service-Worker-Allowed', '/');
        res.setHeader('Content-Type', req.url!.endsWith('.js') ? 'text/javascript' : 'text/html');
        res.end('');
      }).listen(0, '127.0.0.1');
      await Promise.all([auth.start(), once(taken, 'listening')]);
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser?.close();
      taken?.close();
      await auth?.stop();
      await database?.stop();
    });

    /** Signs somebody up on a page of it, at an entry whose configuration is as shipped unless changed. */
    async function visit(
      act: (page: Page) => Promise<void>,
      change: (config: string) => string = (config) => config,
    ): Promise<void> {
      const [entry, probes] = (await freePorts(2)) as [number, number];
      const behind = (taken.address() as AddressInfo).port;
      const services = {
        auth: Number(new URL(auth.url).port),
        ...{ pages: behind, tickets: behind, web: behind, reports: behind, gate: behind },
      };
      const ports = { entry, probes, ...services };
      const nginx = await startNginx(change(entryConfig(ports)), entry);
      const window = await browser.newContext({ baseURL: `http://localhost:${entry}` });
      try {
        const page = await window.newPage();
        await page.goto('/');
        const body = JSON.stringify({ email: `${entry}@example.com`, password: 'a long passphrase' });
        expect(await send(page, '/api/users/signup', { method: 'POST', body })).toBe(201);
        got.splice(0);
        await act(page);
      } finally {
        await window.close();
        await nginx.stop();
      }
    }

    /** What a script of a page sends. @returns the status of the answer */
    const send = (page: Page, path: string, init: object = {}): Promise<number> =>
      page.evaluate(
        `fetch(${JSON.stringify(path)}, { headers: { 'Content-Type': 'application/json' }, ...${JSON.stringify(init)} })
           .then(({ status }) => status)`,
      );

    const PATHS = ['/api/users/..%2ftickets/x', '/api/users/..%2Ftickets/x', '/api/users/%2e%2e%2ftickets/x'];

    it.each(PATHS)('is sent no refresh cookie by %s', (path) =>
      visit(async (page) => {
        expect(await send(page, path)).toBe(400);
        expect(got).toEqual([]);
        expect(await send(page, '/api/tickets/x')).toBe(200);
        expect(got).toEqual(['/api/tickets/x session device']);
      }),
    );

    it.each(PATHS)('would be sent it by %s if the entry decoded paths before it routes', (path) =>
      visit(
        async (page) => {
          expect(await send(page, path)).toBe(200);
          expect(got).toEqual([expect.stringMatching(/\bsession\b.*\brefresh\b|\brefresh\b.*\bsession\b/)]);
        },
        without(/if \(\$request_uri[^]*?\n {2}\}\n/),
      ),
    );

    const register = (page: Page): Promise<string> =>
      page.evaluate(
        `navigator.serviceWorker.register('/api/tickets/worker.js', { scope: '/' })
           .then(() => 'registered', ({ name }) => name)`,
      );

    it('cannot register a service worker for the paths of others', () =>
      visit(async (page) => expect(await register(page)).toBe('SecurityError')));

    it('could register one if the entry handed on Service-Worker-Allowed', () =>
      visit(
        async (page) => expect(await register(page)).toBe('registered'),
        without(/proxy_hide_header Service-Worker-Allowed;/),
      ));
  });
});
