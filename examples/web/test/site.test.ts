import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from './support/site';
import { Visitor } from './support/visitor';

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
  const page = await visitor.post('/signup', { email, password: PASSWORD });
  return { visitor, email, page };
}

async function adminVisitor(): Promise<Visitor> {
  const visitor = new Visitor(site.url);
  await visitor.post('/signin', site.admin);
  return visitor;
}

describe('a person without scripts', () => {
  it('signs up and is greeted by the page that follows', async () => {
    const { email, page } = await signedUp();
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(email);
  });

  it('is told by each field what is wrong with it, and keeps what was typed but the password', async () => {
    const page = await new Visitor(site.url).post('/signup', { email: 'nobody', password: 'short' });
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toMatch(/aria-invalid="true" aria-describedby="email-fault"[^>]* value="nobody"/);
    expect(html).toContain('aria-describedby="password-fault password-hint"');
    expect(html).not.toContain('short');
  });

  it.each([
    ['Summer2026!', 'a common word or name'],
    ['aaaaaaaa', 'repeats the same characters'],
    ['AdaLovelace1', 'your email address'],
  ])('is told at the field why the password %s is refused', async (password, why) => {
    const page = await new Visitor(site.url).post('/signup', { email: 'ada.lovelace@example.org', password });
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toMatch(new RegExp(`id="password-fault">[^<]*${why}`));
    expect(html).not.toContain(password);
  });

  it('offers a ticket, which the next page shows', async () => {
    const { visitor } = await signedUp();
    const page = await visitor.post('/tickets', { title: '<b>Concert</b>', price: '20.50' });
    const html = await page.text();
    expect(html).toContain('Your ticket is on offer.');
    expect(html).toContain('&lt;b&gt;Concert');
  });

  it('signs out, and the page knows nobody', async () => {
    const { visitor, email } = await signedUp();
    const page = await visitor.post('/signout', {});
    expect(await page.text()).not.toContain(email);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
  });

  it('signs a device out from another one', async () => {
    const { visitor, email } = await signedUp();
    const other = new Visitor(site.url);
    await other.post('/signin', { email, password: PASSWORD });
    await visitor.post('/devices', {});
    expect((await other.get('/devices')).url).toContain('/signin');
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
    await visitor.get('/devices');
    expect(site.requests('auth')).toBe(before.auth + 1);
    expect(site.requests('tickets')).toBe(before.tickets + 1);
  });
});

describe('an admin', () => {
  it('bans somebody, and the next page knows nobody, without a circle', async () => {
    const { visitor, email } = await signedUp();
    const admin = await adminVisitor();
    const list = await (await admin.get(`/admin?email=${email}`)).text();
    const id = /name="id" value="([0-9a-f]{24})"/.exec(list)![1]!;
    const page = await admin.post(`/admin?email=${email}`, { task: 'ban', id, reason: 'spam' });
    expect(await page.text()).toMatch(/The ban counts.*banned(<!-- -->)?: (<!-- -->)?spam/s);

    const signIn = await visitor.get('/tickets');
    expect(visitor.trail).toEqual([
      '/api/users/refresh?return_to=%2Ftickets',
      expect.stringMatching(/^\/tickets\?refresh_refused=[\w-]{43}$/),
      '/tickets',
      '/signin?next=%2Ftickets',
    ]);
    expect(await signIn.text()).toContain('or the account is banned');
    const refused = await visitor.post('/signin', { email, password: PASSWORD });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('banned')]);

    await admin.post('/admin', { task: 'unban', id });
    expect((await visitor.post('/signin', { email, password: PASSWORD })).status).toBe(200);
  });
});

describe('an admin who ends the sessions of somebody', () => {
  it('is asked first, without a script, and the person can sign in again', async () => {
    const { visitor, email } = await signedUp();
    const admin = await adminVisitor();
    const list = await (await admin.get(`/admin?email=${email}`)).text();
    // The button is in what a click opens.
    expect(list).toMatch(/<details><summary[^>]*>End…<\/summary><form.*value="sessions".*<\/details>/s);
    const id = /name="id" value="([0-9a-f]{24})"/.exec(list)![1]!;
    const page = await admin.post(`/admin?email=${email}`, { task: 'sessions', id });
    expect(await page.text()).toContain('signed out on every device');

    expect(await (await visitor.get('/tickets')).text()).toContain('You are signed out');
    expect((await visitor.post('/signin', { email, password: PASSWORD })).status).toBe(200);
  });
});

describe('an admin who sets claims', () => {
  it('sees them in the list, and is told of what is no JSON object', async () => {
    const { visitor, email } = await signedUp();
    const admin = await adminVisitor();
    const list = await (await admin.get(`/admin?email=${email}`)).text();
    const id = /name="id" value="([0-9a-f]{24})"/.exec(list)![1]!;
    const page = await admin.post(`/admin?email=${email}`, {
      task: 'claims',
      id,
      claims: '{"tenant":"acme"}',
    });
    const html = await page.text();
    expect(html).toContain('The claims are changed');
    expect(html).toContain('value="{&quot;tenant&quot;:&quot;acme&quot;}"');

    for (const claims of ['{tenant:acme}', '["acme"]', '7']) {
      const refused = await admin.post(`/admin?email=${email}`, { task: 'claims', id, claims });
      expect([refused.status, await refused.text()]).toEqual([
        400,
        expect.stringContaining('Give the claims as a JSON object'),
      ]);
    }
    const unfit = await admin.post(`/admin?email=${email}`, { task: 'claims', id, claims: '{"$set":1}' });
    expect([unfit.status, await unfit.text()]).toEqual([400, expect.stringContaining('Give other claims')]);
    expect((await visitor.get('/tickets')).status).toBe(200);
  });
});

describe('a form of another site', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };

  it.each([['/signin'], ['/signup']])('at %s signs nobody in', async (path) => {
    const visitor = new Visitor(site.url);
    const fields = { email: `${randomUUID()}@example.com`, password: PASSWORD };
    const page = await visitor.post(path, path === '/signin' ? site.admin : fields, foreign);
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
  });

  it('does not sign out, nor offer a ticket', async () => {
    const { visitor, email } = await signedUp();
    await visitor.post('/signout', {}, foreign);
    await visitor.post('/tickets', { title: 'Planted', price: '1' }, foreign);
    expect(await (await visitor.get('/tickets')).text()).not.toContain('Planted');
    expect(await (await visitor.get('/')).text()).toContain(email);
  });
});
