import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { startDatabase, type Database } from '../../e2e/support/database';
import { startMailboxes, type Mailboxes } from '../../e2e/support/mailbox';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';

jest.setTimeout(180_000);

const PASSWORD = 'a long passphrase';
const HOUR_MS = 3_600_000;

let mailboxes: Mailboxes;
let database: Database;
let site: Site;
beforeAll(async () => {
  mailboxes = await startMailboxes();
  database = await startDatabase();
  site = await startSite({ ...mailboxes.env, MONGO_URI: database.uri, SIGN_IN_BY_EMAIL: 'true' });
});
afterAll(async () => {
  await site?.stop();
  await database?.stop();
  await mailboxes?.stop();
});

/** Somebody who was authenticated an hour ago, for the auth service. */
async function signedUp({ isVerified = false } = {}) {
  const visitor = new Visitor(site.url);
  const email = `${randomUUID()}@example.com`;
  await visitor.post('/account/signup', { email, password: PASSWORD });
  if (isVerified) {
    await visitor.get((await mailboxes.next(email)).link);
    await visitor.post('/account/verify-email', {});
  }
  const client = await MongoClient.connect(database.uri);
  const authTime = new Date(Date.now() - HOUR_MS);
  await client.db('auth').collection('sessions').updateMany({}, { $set: { authTime } });
  await client.close();
  return { visitor, email };
}

describe('a person whose last proof is long ago, without scripts', () => {
  it('confirms with the password, finds the form as it was, and changes the address', async () => {
    const { visitor, email } = await signedUp();
    const other = `${randomUUID()}@example.com`;
    const asked = await visitor.post('/account/email', { task: 'change', email: other });
    expect(visitor.trail).toEqual(['/account/confirm?next=%2Faccount%2Femail']);
    expect(await asked.text()).toContain(`You are signed in as ${email}.`);
    const wrong = await visitor.post(visitor.trail[0]!, { password: 'another one' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('id="password-fault"')]);
    const back = await visitor.post('/account/confirm?next=%2Faccount%2Femail', { password: PASSWORD });
    expect(visitor.trail).toEqual(['/account/email']);
    const form = await back.text();
    expect(form).toContain(`value="${other}"`);
    expect(form).toContain('nothing was sent');
    const done = await visitor.post('/account/email', { task: 'change', email: other });
    expect(await done.text()).toContain('A mail with a link is on its way to the new address.');
    expect((await mailboxes.next(other)).link).toMatch(/^\/account\/confirm-email\?token=/);
  });

  it('confirms with a mailed code, once the address is verified', async () => {
    const unverified = await signedUp();
    const without = await unverified.visitor.get('/account/confirm?next=%2Faccount%2Femail');
    expect(await without.text()).not.toContain('Send me a code');
    const { visitor, email } = await signedUp({ isVerified: true });
    const form = await visitor.get('/account/confirm?next=%2Faccount%2Femail');
    expect(await form.text()).toContain('Send me a code');
    const sent = await visitor.post('/account/confirm?next=%2Faccount%2Femail', { task: 'send_code' });
    expect(visitor.trail).toEqual(['/account/confirm/code?next=%2Faccount%2Femail']);
    expect(await sent.text()).toContain(`We sent a code to ${email}.`);
    const at = visitor.trail[0]!;
    const wrong = await visitor.post(at, { code: 'AAAA-AAAA' });
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringContaining('The code is not right.'),
    ]);
    await visitor.post(at, { code: (await mailboxes.next(email, 2)).code });
    expect(visitor.trail).toEqual(['/account/email']);
    const other = `${randomUUID()}@example.com`;
    const changed = await visitor.post('/account/email', { task: 'change', email: other });
    expect(await changed.text()).toContain('on its way to the new address');
    const over = await visitor.post(at, { code: 'AAAA-AAAA' });
    expect([over.status, await over.text()]).toEqual([401, expect.not.stringContaining('name="code"')]);
  });

  it('is led to no other site', async () => {
    const { visitor } = await signedUp();
    await visitor.post('/account/confirm?next=https%3A%2F%2Fevil.example%2F', { password: PASSWORD });
    expect(visitor.trail[0]).toBe('/');
  });

  it('signs in first where the browser is signed out', async () => {
    const visitor = new Visitor(site.url);
    await visitor.get('/account/confirm?next=%2Faccount%2Femail');
    expect(visitor.trail[0]).toMatch(/^\/account\/signin\?next=%2Faccount%2Fconfirm/);
  });
});
