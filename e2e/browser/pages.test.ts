import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { describeInChromium, newTab, type Tab } from './support/chromium';
import { fillIn, signIn, signUp } from './support/person';
import { violationsOf } from './support/violations';

const SHOTS = join(__dirname, '../../examples/web/screenshots');
mkdirSync(SHOTS, { recursive: true });

const SCHEMES = ['light', 'dark'] as const;

describeInChromium('every page', {}, ({ site, open }) => {
  async function look(page: Tab, name: string): Promise<void> {
    expect([name, await violationsOf(page)]).toEqual([name, []]);
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }

  async function lookAtAll(window: BrowserContext, scheme: string): Promise<string[]> {
    const page = await newTab(window);
    for (const [path, name] of [
      ['/', 'start'],
      ['/account/signin', 'sign-in'],
      ['/nothing', 'not-found'],
      ['/account/nothing', 'account-not-found'],
    ] as const) {
      await page.goto(path);
      await look(page, `${name}-${scheme}`);
    }
    await page.goto('/account/signup');
    await fillIn(page, { Email: 'nobody', Password: 'short' }, 'Sign up');
    await page.getByText('Give a valid email address.').first().waitFor();
    await look(page, `sign-up-refused-${scheme}`);
    await signUp(page);
    await look(page, `signed-in-${scheme}`);
    await page.goto('/tickets');
    await fillIn(page, { Title: 'Concert', Price: '20.50' }, 'Offer it');
    await page.getByText('Your ticket is on offer.').waitFor();
    await look(page, `tickets-${scheme}`);
    for (const [path, name] of [
      ['/account', 'account-home'],
      ['/account/devices', 'devices'],
      ['/account/activity', 'activity'],
      ['/account/password', 'password'],
      ['/account/admin', 'admin-refused'],
    ] as const) {
      await page.goto(path);
      await look(page, `${name}-${scheme}`);
    }
    return page.faults;
  }

  it.each(SCHEMES)('has nothing that axe-core finds fault with, in %s', async (scheme) => {
    const window = await open({ colorScheme: scheme });
    expect(await lookAtAll(window, scheme)).toEqual([]);
    const admin = await newTab(await open({ colorScheme: scheme }));
    await signIn(admin, site().admin.email, site().admin.password, '/account/admin');
    await admin.getByRole('heading', { name: 'Accounts' }).waitFor();
    await look(admin, `accounts-${scheme}`);
    await admin.goto('/account/admin?email=nobody-has-this');
    await look(admin, `accounts-none-${scheme}`);
    await admin.goto('/account/admin');
    await admin.getByRole('main').getByRole('link').last().click();
    await admin.getByText('Ban this account…').click();
    await look(admin, `account-${scheme}`);
    await admin.goto(`${admin.url()}/activity`);
    await look(admin, `account-activity-${scheme}`);
    await admin.goto('/account/admin/invitations');
    await look(admin, `invitations-none-${scheme}`);
    expect(admin.faults).toEqual([]);
  });

  it('fits a phone', async () => {
    const page = await newTab(await open({ viewport: { width: 360, height: 700 } }));
    await signUp(page);
    for (const path of [
      '/',
      '/tickets',
      '/account',
      '/account/devices',
      '/account/activity',
      '/account/password',
    ]) {
      await page.goto(path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    }
    await page.goto('/tickets');
    await page.screenshot({ path: join(SHOTS, 'phone.png') });
    const admin = await newTab(await open({ viewport: { width: 360, height: 700 } }));
    await signIn(admin, site().admin.email, site().admin.password, '/account/admin');
    await admin.getByRole('heading', { name: 'Accounts' }).waitFor();
    expect(await admin.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('can be used by keyboard alone, from the first Tab on', async () => {
    const page = await newTab(await open());
    await page.goto('/account/signin');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.getByLabel('Email').focus();
    await page.keyboard.type('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('Give a valid email address.').first().waitFor();
    expect(await page.evaluate('document.activeElement.className')).toBe('faults');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('email');
  });
});
