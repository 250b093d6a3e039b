import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { until } from '../../e2e/support/until';
import { Visitor } from '../../e2e/support/visitor';

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

/** How many requests the auth service has answered. It logs each after its answer, so this waits until no more come. */
function requestsSoFar(): Promise<number> {
  let last: number | undefined;
  return until(
    () => 'the auth service has logged all its answers',
    () => site.requests('auth'),
    (requests) => {
      const isAll = requests === last;
      last = requests;
      return isAll;
    },
  );
}

describe('a person without scripts', () => {
  it('signs up and is greeted by the application', async () => {
    const { visitor, email, page } = await signedUp();
    expect([page.status, visitor.trail]).toEqual([200, ['/']]);
    expect(await page.text()).toContain(email);
  });

  it('is told by each field what is wrong with it, and keeps what was typed but the password', async () => {
    const page = await new Visitor(site.url).post('/account/signup', { email: 'nobody', password: 'short' });
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toContain('<title>Error: Sign up');
    expect(html).toMatch(/value="nobody" aria-invalid="true" aria-describedby="email-fault"/);
    expect(html).toContain('aria-describedby="password-fault password-hint"');
    expect(html).toMatch(/role="alert"[^>]*autofocus.*<a href="#email">/);
    expect(html).not.toContain('short');
  });

  it.each([
    ['Summer2026!', 'a common word or name'],
    ['aaaaaaaa', 'repeats the same characters'],
    ['AdaLovelace1', 'your email address'],
  ])('is told at the field why the password %s is refused', async (password, why) => {
    const fields = { email: 'ada.lovelace@example.org', password };
    const page = await new Visitor(site.url).post('/account/signup', fields);
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toMatch(new RegExp(`id="password-fault">[^<]*${why}`));
    expect(html).not.toContain(password);
  });

  it('signs out, and the page knows nobody', async () => {
    const { visitor, email } = await signedUp();
    const page = await visitor.post('/account/signout', {});
    expect(await page.text()).not.toContain(email);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
  });

  it('signs one device out from another one, and then all others', async () => {
    const { visitor, email } = await signedUp();
    const [one, another] = [new Visitor(site.url), new Visitor(site.url)];
    for (const other of [one, another]) await other.post('/account/signin', { email, password: PASSWORD });
    const html = await (await visitor.get('/account/devices')).text();
    const ids = Array.from(html.matchAll(/name="id" value="([^"]+)"/g), ([, id]) => id!);
    expect(ids).toHaveLength(2);
    const page = await visitor.post('/account/devices', { id: ids[0]! });
    expect(await page.text()).toContain('That device is signed out');
    const all = await visitor.post('/account/devices', {});
    expect(await all.text()).toContain('You are signed in nowhere else.');
    for (const other of [one, another])
      expect((await other.get('/account/devices')).url).toContain('/account/signin');
    expect((await visitor.get('/account/devices')).status).toBe(200);
  });

  it('changes the password, and is told when the old one is not right', async () => {
    const { visitor, email } = await signedUp();
    const newPassword = 'quite another staple of horses';
    const wrong = await visitor.post('/account/password', { currentPassword: 'wrong', newPassword });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('is not right')]);
    const page = await visitor.post('/account/password', { currentPassword: PASSWORD, newPassword });
    expect(await page.text()).toContain('It is changed');
    const again = new Visitor(site.url);
    expect((await again.post('/account/signin', { email, password: newPassword })).status).toBe(200);
  });

  it('asks no service for a page that needs nothing but the token, and one service once for the others', async () => {
    const { visitor } = await signedUp();
    const before = await requestsSoFar();
    await visitor.get('/account');
    await visitor.get('/account/password');
    expect(site.requests('auth')).toBe(before);
    await visitor.get('/account/devices');
    await until(
      () => 'the auth service has logged one request more',
      () => Promise.resolve(site.requests('auth')),
      (requests) => requests === before + 1,
    );
  });
});

describe('a form of another site', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };

  it.each([['/account/signin'], ['/account/signup']])('at %s signs nobody in', async (path) => {
    const visitor = new Visitor(site.url);
    const fields = { email: `${randomUUID()}@example.com`, password: PASSWORD };
    const page = await visitor.post(path, path === '/account/signin' ? site.admin : fields, foreign);
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
  });

  it('does not sign out', async () => {
    const { visitor, email } = await signedUp();
    await visitor.post('/account/signout', {}, foreign);
    expect(await (await visitor.get('/account')).text()).toContain(email);
  });
});
