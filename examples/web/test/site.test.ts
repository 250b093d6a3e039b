import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../../e2e/support/site';
import { Visitor } from '../../../e2e/support/visitor';

jest.setTimeout(180_000);

const PASSWORD = 'a long passphrase';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.stop());

async function signedUp() {
  const visitor = new Visitor(site.url);
  const email = `${randomUUID()}@example.com`;
  const page = await visitor.post('/account/signup', { email, password: PASSWORD });
  return { visitor, email, page };
}

describe('a person without scripts', () => {
  it('signs up and is greeted by the page that follows', async () => {
    const { email, page } = await signedUp();
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(email);
  });

  it('offers a ticket, which the next page shows', async () => {
    const { visitor } = await signedUp();
    const page = await visitor.post('/tickets', { title: '<b>Concert</b>', price: '20.50' });
    const html = await page.text();
    expect(html).toContain('Your ticket is on offer.');
    expect(html).toContain('&lt;b&gt;Concert');
  });
});

describe('the first page load', () => {
  it('asks no service for a page that needs nothing but the token, and one service once for the others', async () => {
    const { visitor } = await signedUp();
    const before = { auth: site.requests('auth'), tickets: site.requests('tickets') };
    await visitor.get('/');
    expect(site.requests('auth')).toBe(before.auth);
    await visitor.get('/tickets');
    expect(site.requests('auth')).toBe(before.auth);
    expect(site.requests('tickets')).toBe(before.tickets + 1);
    expect(site.requests('auth')).toBe(before.auth);
    expect(site.requests('tickets')).toBe(before.tickets + 1);
  });
});

describe('a form of another site', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };

  it('offers no ticket', async () => {
    const { visitor } = await signedUp();
    await visitor.post('/tickets', { title: 'Planted', price: '1' }, foreign);
    expect(await (await visitor.get('/tickets')).text()).not.toContain('Planted');
  });
});
