import { createPrivateKey, sign } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { newPrivateKey } from '@latchkey/tools/dist/new-keys';
import type { BrowserContext, Page } from 'playwright-core';
import { checkReports, CLOSED } from '../support/gate-check';
import { describeInChromium, newTab } from './support/chromium';
import { banByForm, signIn, signUp } from './support/person';

const JWT_KEY = newPrivateKey('ES256');
const HOUR_S = 3_600;

/** Makes the token in the session cookie one that expired an hour ago. */
async function expire(window: BrowserContext): Promise<void> {
  const cookie = (await window.cookies()).find(({ name }) => name === 'session')!;
  const { jwt } = JSON.parse(Buffer.from(decodeURIComponent(cookie.value), 'base64').toString()) as {
    jwt: string;
  };
  const [header, payload] = jwt.split('.') as [string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat: number; exp: number };
  const old = { ...claims, iat: claims.exp - 2 * HOUR_S, exp: claims.exp - HOUR_S };
  const signed = `${header}.${Buffer.from(JSON.stringify(old)).toString('base64url')}`;
  const key = { key: createPrivateKey(JWT_KEY), dsaEncoding: 'ieee-p1363' } as const;
  const expired = `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  const value = Buffer.from(JSON.stringify({ jwt: expired })).toString('base64');
  await window.addCookies([{ ...cookie, value }]);
}

/** The Cookie header with the session of a window. */
async function sessionOf(window: BrowserContext): Promise<string> {
  const cookie = (await window.cookies()).find(({ name }) => name === 'session')!;
  return `session=${cookie.value}`;
}

/** The paths of the pages that a tab goes to from now on. */
function visitsOf(page: Page): string[] {
  const visits: string[] = [];
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) visits.push(new URL(response.url()).pathname);
  });
  return visits;
}

describeInChromium('a service behind the gate', { JWT_KEY }, ({ site, open }) => {
  it('is shown after a sign-in, and says who is there', async () => {
    const page = await newTab(await open());
    await page.goto('/reports');
    expect(new URL(page.url()).pathname).toBe('/account/signin');
    await signIn(page, site().admin.email, site().admin.password, '/reports');
    await page.getByRole('heading', { name: 'Tickets sold' }).waitFor();
    await page.getByText(site().admin.email).waitFor();
    await page.getByRole('link', { name: 'Costs' }).click();
    await page.getByRole('heading', { name: 'What it cost' }).waitFor();
    expect(page.faults).toEqual([]);
  });

  it('is shown to a browser with an expired token after one bounce, at the same address', async () => {
    const window = await open();
    const page = await newTab(window);
    const email = await signUp(page);
    await expire(window);
    const visits = visitsOf(page);
    await page.goto('/reports?year=2026');
    await page.getByText(email).waitFor();
    expect(visits).toEqual(['/reports', '/api/users/refresh', '/reports', '/reports']);
    expect(page.url()).toBe(`${site().url}/reports?year=2026`);
  });

  it('has nothing open that gate check knows of', async () => {
    const admin = await open();
    const page = await newTab(admin);
    await signIn(page, site().admin.email, site().admin.password);
    await page.getByRole('heading', { name: `Hello, ${site().admin.email}` }).waitFor();
    const person = await open();
    await signUp(await newTab(person));
    const [theirs, others] = await Promise.all([sessionOf(admin), sessionOf(person)]);
    expect(await checkReports(site().url, theirs, others)).toEqual(
      CLOSED.map((line) => expect.stringMatching(line)),
    );
  });

  it('is refused without the role', async () => {
    const page = await newTab(await open());
    await signUp(page);
    expect((await page.goto('/reports/staff'))!.status()).toBe(403);
  });

  it('refuses the next click of a person whom an admin bans', async () => {
    const page = await newTab(await open());
    const email = await signUp(page);
    await page.goto('/reports');
    await page.getByText(email).waitFor();
    const admin = await newTab(await open());
    await banByForm(admin, site().admin, email);

    await page.getByRole('link', { name: 'Tickets sold' }).click();
    await page.getByText('You are signed out').waitFor();
    expect(new URL(page.url()).pathname).toBe('/account/signin');
  });
});
