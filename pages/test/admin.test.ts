import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
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
