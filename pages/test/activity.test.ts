import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';
import { until } from '../../e2e/support/until';

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
  await visitor.post('/account/signup', { email, password: PASSWORD });
  return { visitor, email };
}

/** A page, once it tells something: an event is in the log a moment after the answer. */
function untilShown(visitor: Visitor, path: string, text: string): Promise<string> {
  return until(
    () => `${path} shows “${text}”`,
    async () => (await visitor.get(path)).text(),
    (html) => html.includes(text),
  );
}

const sentencesIn = (html: string) =>
  Array.from(html.matchAll(/<li><div><strong>([^<]+)<\/strong>/g), ([, text]) => text);

/** How many failures a page tells of: two within a moment may be in two hours of the clock. */
const failuresIn = (html: string) =>
  sentencesIn(html)
    .map((text) =>
      text === 'A sign-in failed.' ? 1 : Number(/^(\d+) sign-ins failed/.exec(text!)?.[1] ?? 0),
    )
    .reduce((sum, count) => sum + count, 0);

/** An admin, and the path of the page of an account. */
async function adminAt(email: string): Promise<{ admin: Visitor; path: string }> {
  const admin = new Visitor(site.url);
  await admin.post('/account/signin', site.admin);
  const list = await (await admin.get(`/account/admin?email=${email}`)).text();
  return { admin, path: /href="(\/account\/admin\/accounts\/[0-9a-f]{24})"/.exec(list)![1]! };
}

describe('the recent activity', () => {
  it('tells of the sign-up and of a new device, the latest first, without a script', async () => {
    const { visitor, email } = await signedUp();
    const other = new Visitor(site.url);
    await other.post('/account/signin', { email, password: PASSWORD });
    const html = await untilShown(visitor, '/account/activity', 'New device');
    expect(sentencesIn(html)).toEqual(
      expect.arrayContaining(['A device signed in.', 'A device signed in.', 'The account was created.']),
    );
    expect(html).toMatch(/A device signed in\.<\/strong> <span class="badge">New device<\/span>/);
    expect(html.match(/New device/g)).toHaveLength(1);
    expect(html).toMatch(/<time datetime="[^"]+Z">\d{4}-\d\d-\d\d \d\d:\d\d UTC<\/time> · .*Address /);
    expect(html).toMatch(/Not you\? <a href="\/account\/password">Change the password<\/a>/);
    expect(html).not.toContain('<script');
  });

  it('counts failed sign-ins, of which the owner is told with the device that tried', async () => {
    const { visitor, email } = await signedUp();
    await site.command('verify', email);
    for (let n = 0; n < 2; n++)
      await new Visitor(site.url).post('/account/signin', { email, password: 'not the right one' });
    const html = await until(
      () => 'both failures are shown',
      async () => (await visitor.get('/account/activity')).text(),
      (page) => failuresIn(page) === 2,
    );
    expect(sentencesIn(html)[0]).toMatch(/^(A sign-in failed|2 sign-ins failed within an hour)\.$/);
    expect(html).toMatch(/failed( within an hour)?\.((?!<strong>).)*Unknown program<\/span> · Address /);
  });

  it('is found from the page of the account and from the devices', async () => {
    const { visitor } = await signedUp();
    for (const path of ['/account', '/account/devices'])
      expect(await (await visitor.get(path)).text()).toContain('href="/account/activity"');
  });

  it('tells that a device was signed out, and only of the own account', async () => {
    const [{ visitor, email }, stranger] = [await signedUp(), await signedUp()];
    const other = new Visitor(site.url);
    await other.post('/account/signin', { email, password: PASSWORD });
    const devices = await (await visitor.get('/account/devices')).text();
    await visitor.post('/account/devices', { id: /name="id" value="([^"]+)"/.exec(devices)![1]! });
    await untilShown(visitor, '/account/activity', 'A session was ended.');
    const theirs = await untilShown(stranger.visitor, '/account/activity', 'A device signed in.');
    expect(sentencesIn(theirs)).not.toContain('A session was ended.');
  });

  it('comes in pages, by links', async () => {
    const { visitor, email } = await signedUp();
    await untilShown(visitor, '/account/activity', 'The account was created.');
    for (let n = 0; n < 20; n++)
      await new Visitor(site.url).post('/account/signin', { email, password: PASSWORD });
    const first = await untilShown(visitor, '/account/activity', 'Older activity');
    expect(sentencesIn(first)).toHaveLength(20);
    expect(first).not.toContain('Latest activity');
    const older = /href="(\/account\/activity\?after=[0-9a-f]{24})"/.exec(first)![1]!;
    const second = await (await visitor.get(older)).text();
    expect(sentencesIn(second)).toContain('The account was created.');
    expect(second).toContain('href="/account/activity"');
    expect(second).not.toContain('Older activity');
  });

  it('is for signed-in people, and refuses an address that no link has', async () => {
    const nobody = new Visitor(site.url);
    await nobody.get('/account/activity');
    expect(nobody.trail.at(-1)).toMatch(/^\/account\/signin\?next=/);
    const { visitor } = await signedUp();
    expect((await visitor.get('/account/activity?after=x')).status).toBe(400);
  });
});

describe('the activity of an account, for admins', () => {
  it('tells who did what and why, of which the person reads that it was an admin', async () => {
    const { visitor, email } = await signedUp();
    const { admin, path } = await adminAt(email);
    await admin.post(path, { task: 'ban', reason: 'sends spam', until: '2099-01-01T12:30' });
    await admin.post(path, { task: 'unban' });
    await admin.post(path, { task: 'roles', roles: 'support' });
    const html = await untilShown(admin, path, 'The roles were changed.');
    expect(html).toContain('Reason: sends spam');
    expect(html).toContain('Until: <time datetime="2099-01-01T12:30:00.000Z">2099-01-01 12:30 UTC</time>');
    expect(html).toMatch(/By <a href="\/account\/admin\/accounts\/[0-9a-f]{24}">/);

    await visitor.post('/account/signin', { email, password: PASSWORD });
    const own = await untilShown(visitor, '/account/activity', 'The roles were changed.');
    expect(own).toContain('<strong>The account was banned.</strong> <span class="badge">By an admin</span>');
    expect(own).toContain('Added: support');
    expect(own).not.toMatch(/sends spam|\/account\/admin/);
  });

  it('shows the latest ten beside the account, and the others on a page of their own', async () => {
    const { email } = await signedUp();
    const { admin, path } = await adminAt(email);
    for (let n = 0; n < 10; n++)
      await new Visitor(site.url).post('/account/signin', { email, password: PASSWORD });
    const html = await untilShown(admin, path, 'All activity');
    expect(sentencesIn(html)).toHaveLength(10);
    expect(html).toContain(`href="${path}/activity"`);
    const all = await untilShown(admin, `${path}/activity`, 'The account was created.');
    expect(all).toContain(`<h1>Activity of ${email}</h1>`);
    expect(all).toContain(`href="${path}"`);
  });

  it('is for admins, and for accounts that there are', async () => {
    const { visitor, email } = await signedUp();
    const { admin, path } = await adminAt(email);
    expect((await visitor.get(`${path}/activity`)).status).toBe(403);
    expect((await admin.get('/account/admin/accounts/0123456789abcdef01234567/activity')).status).toBe(404);
    expect((await admin.get('/account/admin/accounts/x/activity')).status).toBe(404);
  });
});
