import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInChromium, newTab } from './support/chromium';
import { signUp } from './support/person';

describeInChromium('another site', {}, ({ site, open }) => {
  let evil: Server;
  let evilUrl: string;

  beforeAll(async () => {
    evil = createServer((req, res) => {
      const target = new URL(req.url!, 'http://evil').searchParams.get('target')!;
      const fields =
        '<input name="email" value="x@example.com"><input name="password" value="a long passphrase">';
      res.setHeader('Content-Type', 'text/html');
      res.end(`<form method="post" action="${target}">${fields}<button>Win</button></form>`);
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    // To a browser, 127.0.0.1 is another site than localhost.
    evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
  });
  afterAll(() => void evil.close());

  it.each([
    '/account/signin',
    '/account/signup',
    '/account/signout',
    '/api/users/signin',
    '/api/users/signout',
    '/tickets',
  ])('can post no form to %s', async (path) => {
    const window = await open();
    const page = await newTab(window);
    const email = await signUp(page);
    await page.goto(`${evilUrl}/?target=${encodeURIComponent(`${site().url}${path}`)}`);
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'POST'),
      page.getByRole('button').click(),
    ]);
    expect(response.headers()['set-cookie']).toBeUndefined();
    await page.goto('/');
    await page.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    'https://evil.example',
    '/\t/evil.example',
  ])('is not where return_to=%j leads', async (target) => {
    const page = await newTab(await open());
    await signUp(page);
    const query = new URLSearchParams({ return_to: target }).toString();
    const response = await page.goto(`/api/users/refresh?${query}`);
    expect(response!.status()).toBe(400);
    expect(new URL(page.url()).origin).toBe(site().url);
  });
});
