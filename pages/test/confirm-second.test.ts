import { describe, expect, it, jest, beforeAll, afterAll } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { startDatabase, type Database } from '../../e2e/support/database';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';
import { appCode, wrongCode } from './support/totp';
import { PASSWORD, signedUp, signedUpWithApp } from './support/with-app';

jest.setTimeout(180_000);

const HOUR_MS = 3_600_000;
const APP = '/account/security/app';
const CONFIRM = '/account/confirm?next=%2Faccount%2Fsecurity';
const SECOND = '/account/confirm/second?next=%2Faccount%2Fsecurity';

let database: Database;
let site: Site;
beforeAll(async () => {
  database = await startDatabase();
  site = await startSite({ MONGO_URI: database.uri, EMAIL_VERIFICATION: 'off' });
});
afterAll(async () => {
  await site?.stop();
  await database?.stop();
});

/** Makes each session one whose owner was authenticated an hour ago, for the auth service. */
async function age(): Promise<void> {
  const client = await MongoClient.connect(database.uri);
  const authTime = new Date(Date.now() - HOUR_MS);
  await client.db('auth').collection('sessions').updateMany({}, { $set: { authTime } });
  await client.close();
}

describe('a person with a second factor whose last proof is long ago, without scripts', () => {
  it('proves the password and then the factor, and comes back to what was asked for', async () => {
    const { visitor, secret } = await signedUpWithApp(site.url);
    await age();
    await visitor.post('/account/security', { task: 'second_off' });
    const confirm = visitor.trail[0]!;
    expect(confirm).toBe(`${CONFIRM}&acr=aal2`);
    const second = await visitor.post(confirm, { password: PASSWORD });
    expect(visitor.trail).toEqual([`${SECOND}&acr=aal2`]);
    const html = await second.text();
    expect(html).toContain('autocomplete="one-time-code"');
    expect(html).toContain('href="?next=%2Faccount%2Fsecurity&amp;acr=aal2&amp;by=recovery_code"');
    const at = visitor.trail[0]!;
    const wrong = await visitor.post(at, { task: 'totp', code: wrongCode(secret) });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('id="code-fault"')]);
    await visitor.post(at, { task: 'totp', code: appCode(secret) });
    expect(visitor.trail).toEqual(['/account/security']);
    const done = await visitor.post('/account/security', { task: 'second_off' });
    expect(await done.text()).toContain('A sign-in asks for no second factor any more.');
  });

  it('proves it by a recovery code, too', async () => {
    const { visitor, recoveryCodes } = await signedUpWithApp(site.url);
    await age();
    await visitor.post(CONFIRM, { password: PASSWORD });
    const at = `${visitor.trail[0]}&by=recovery_code`;
    expect(await (await visitor.get(at)).text()).toContain('value="recovery_code"');
    await visitor.post(at, { task: 'recovery_code', code: recoveryCodes[0]! });
    expect(visitor.trail).toEqual(['/account/security']);
  });

  it('begins with the first step where there is no second one', async () => {
    const { visitor } = await signedUpWithApp(site.url);
    await visitor.get(SECOND);
    expect(visitor.trail).toEqual([CONFIRM]);
    const over = await visitor.post(SECOND, { task: 'totp', code: '000000' });
    expect([over.status, visitor.trail]).toEqual([200, [CONFIRM]]);
  });
});

/** An admin whose last proof is long ago, and the path of the page of an account. */
async function agedAdmin(): Promise<{ admin: Visitor; path: string }> {
  const { email } = await signedUp(site.url);
  const admin = new Visitor(site.url);
  await admin.post('/account/signin', site.admin);
  const list = await (await admin.get(`/account/admin?email=${email}`)).text();
  const path = /href="(\/account\/admin\/accounts\/[0-9a-f]{24})"/.exec(list)![1]!;
  await age();
  return { admin, path };
}

describe('an admin whose last proof is long ago', () => {
  it('confirms before an account is changed, and comes back to it', async () => {
    const { admin, path } = await agedAdmin();
    await admin.post(path, { task: 'roles', roles: 'support' });
    expect(admin.trail).toEqual([`/account/confirm?next=${encodeURIComponent(path)}`]);
    const back = await admin.post(admin.trail[0]!, { password: site.admin.password });
    expect(admin.trail).toEqual([path]);
    expect(await back.text()).toContain('value="support"');
    const done = await admin.post(path, { task: 'roles', roles: 'support' });
    expect(await done.text()).toContain('The roles are changed');
  });

  it('finds a ban as it was typed but for the reason, which is kept in no cookie', async () => {
    const { admin, path } = await agedAdmin();
    const ban = { task: 'ban', reason: 'spam', until: '2099-01-01T12:30' };
    await admin.post(path, ban);
    expect(admin.trail).toEqual([`/account/confirm?next=${encodeURIComponent(path)}`]);
    const back = await admin.post(admin.trail[0]!, { password: site.admin.password });
    expect(admin.trail).toEqual([path]);
    const html = await back.text();
    expect(html).toContain('value="2099-01-01T12:30"');
    expect(html).not.toContain('spam');
    expect(await (await admin.post(path, ban)).text()).toContain('The ban counts');
  });
});

describe('a person without a second factor, of whom one is asked', () => {
  it('is told so, and where to set one up', async () => {
    const { visitor } = await signedUp(site.url);
    const html = await (await visitor.get(`${CONFIRM}&acr=aal2`)).text();
    expect(html).toContain('your account has none');
    expect(html).toContain('href="/account/security"');
    expect(html).not.toContain('type="password"');
  });

  it('sets one up after the password alone', async () => {
    const { visitor } = await signedUp(site.url);
    await age();
    await visitor.post(APP, { task: 'start' });
    expect(visitor.trail).toEqual(['/account/confirm?next=%2Faccount%2Fsecurity%2Fapp']);
    await visitor.post(visitor.trail[0]!, { password: PASSWORD });
    expect(visitor.trail).toEqual([APP]);
    expect(await (await visitor.post(APP, { task: 'start' })).text()).toContain('class="qr"');
  });
});
