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

/** An admin, and the path of the page of an account that the list leads to. */
async function adminAt(email: string): Promise<{ admin: Visitor; path: string }> {
  const admin = new Visitor(site.url);
  await admin.post('/account/signin', site.admin);
  const list = await (await admin.get(`/account/admin?email=${email}`)).text();
  return { admin, path: /href="(\/account\/admin\/accounts\/[0-9a-f]{24})"/.exec(list)![1]! };
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

describe('an admin', () => {
  it('bans somebody, and the next page knows nobody, without a circle', async () => {
    const { visitor, email } = await signedUp();
    const { admin, path } = await adminAt(email);
    const until = '2099-01-01T12:30';
    const page = await admin.post(path, { task: 'ban', reason: 'spam', until });
    const html = await page.text();
    expect(html).toContain('The ban counts');
    expect(html).toMatch(
      /banned until <time datetime="2099-01-01T12:30:00.000Z">2099-01-01 12:30 UTC<.*spam/s,
    );

    const signIn = await visitor.get('/account/devices');
    expect(visitor.trail).toEqual([
      '/api/users/refresh?return_to=%2Faccount%2Fdevices',
      expect.stringMatching(/^\/account\/devices\?refresh_refused=[\w-]{43}$/),
      '/account/devices',
      '/account/signin?next=%2Faccount%2Fdevices',
    ]);
    expect(await signIn.text()).toContain('or the account is banned');
    const refused = await visitor.post('/account/signin', { email, password: PASSWORD });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('banned')]);

    expect(await (await admin.get(`/account/admin?banned=true&email=${email}`)).text()).toContain(path);
    await admin.post(path, { task: 'unban' });
    expect(await (await admin.get(`/account/admin?banned=true&email=${email}`)).text()).not.toContain(path);
    expect((await visitor.post('/account/signin', { email, password: PASSWORD })).status).toBe(200);
  });

  it('is asked before sessions end, without a script, and the person can sign in again', async () => {
    const { visitor, email } = await signedUp();
    const { admin, path } = await adminAt(email);
    const html = await (await admin.get(path)).text();
    // The button is in what a click opens.
    expect(html).toMatch(/<details><summary>End all sessions…<\/summary>.*value="sessions".*<\/details>/s);
    const page = await admin.post(path, { task: 'sessions' });
    expect(await page.text()).toContain('signed out on every device');
    expect(await (await visitor.get('/account')).text()).toContain('You are signed out');
    expect((await visitor.post('/account/signin', { email, password: PASSWORD })).status).toBe(200);
  });

  it('gives roles, finds by them, and is asked once more before admin is taken away', async () => {
    const { visitor, email } = await signedUp();
    const { admin, path } = await adminAt(email);
    const page = await admin.post(path, { task: 'roles', roles: 'admin, support' });
    expect(await page.text()).toContain('The roles are changed');
    expect(await (await admin.get(`/account/admin?role=support&email=${email}`)).text()).toContain(path);
    expect((await visitor.get('/account/admin')).status).toBe(200);

    const question = await admin.post(path, { task: 'roles', roles: 'support' });
    expect(admin.trail).toEqual([`${path}/take-admin?roles=support`]);
    expect(await question.text()).toContain('Take the role admin away?');
    expect((await visitor.get('/account/admin')).status).toBe(200);
    await admin.post(path, { task: 'roles', roles: 'support', confirmed: 'true' });
    expect((await visitor.get('/account/admin')).status).toBe(403);
  });

  it('sees claims, and an error for anything but a JSON object', async () => {
    const { email } = await signedUp();
    const { admin, path } = await adminAt(email);
    const page = await admin.post(path, { task: 'claims', claims: '{"tenant":"acme"}' });
    const html = await page.text();
    expect(html).toContain('The claims are changed');
    expect(html).toContain('value="{&quot;tenant&quot;:&quot;acme&quot;}"');

    for (const claims of ['{tenant:acme}', '["acme"]', '7']) {
      const refused = await admin.post(path, { task: 'claims', claims });
      expect([refused.status, await refused.text()]).toEqual([
        400,
        expect.stringContaining('Give the claims as a JSON object'),
      ]);
    }
    const unfit = await admin.post(path, { task: 'claims', claims: '{"$set":1}' });
    expect([unfit.status, await unfit.text()]).toEqual([400, expect.stringContaining('Give other claims')]);
  });

  it.each([
    [{ task: 'ban', until: 'tomorrow' }, 'Give a date and a time'],
    [{ task: 'constructor' }, 'has no such button'],
    [{ task: '' }, 'has no such button'],
    [{}, 'has no such button'],
  ])('is told what is wrong with %j', async (fields: Record<string, string>, why) => {
    const { admin, path } = await adminAt(site.admin.email);
    const page = await admin.post(path, fields);
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining(why)]);
  });

  it('forgets failed sign-ins, and sees no account that is not there', async () => {
    const { email } = await signedUp();
    const { admin, path } = await adminAt(email);
    expect(await (await admin.post(path, { task: 'unlock' })).text()).toContain('can try again at once');
    expect((await admin.get('/account/admin/accounts/0123456789abcdef01234567')).status).toBe(404);
    const none = await admin.get('/account/admin?email=nobody-has-this');
    expect(await none.text()).toContain('No account fits these filters.');
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
