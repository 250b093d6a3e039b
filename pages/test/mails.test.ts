import { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { Visitor } from '../../e2e/support/visitor';
import { startMailSite } from './support/mail-site';

jest.setTimeout(180_000);

const PASSWORD = 'a long passphrase';
const NEXT = 'another long passphrase';

const world = startMailSite({ EMAIL_VERIFICATION: 'optional' });

/** Somebody who has signed up and read the first mail. */
async function signedUp() {
  const visitor = new Visitor(world.site.url);
  const email = `${randomUUID()}@example.com`;
  await visitor.post('/account/signup', { email, password: PASSWORD });
  return { visitor, email, mail: await world.mailboxes.next(email) };
}

describe('a person who forgot the password, without scripts', () => {
  it('asks for a link, chooses another password, and is signed out elsewhere', async () => {
    const { visitor: elsewhere, email } = await signedUp();
    const visitor = new Visitor(world.site.url);
    expect(await (await visitor.get('/account/signin')).text()).toContain('href="/account/forgot-password"');
    const asked = await visitor.post('/account/forgot-password', { email });
    expect(await asked.text()).toContain('If an account has this address, a mail is on its way.');
    const { link } = await world.mailboxes.next(email, 2);
    const form = await visitor.get(link);
    expect(visitor.trail).toEqual(['/account/reset-password']);
    expect(await form.text()).toContain('autocomplete="new-password"');
    const weak = await visitor.post('/account/reset-password', { password: 'short' });
    expect([weak.status, await weak.text()]).toEqual([400, expect.stringContaining('id="password-fault"')]);
    const done = await visitor.post('/account/reset-password', { password: NEXT });
    expect(visitor.trail).toEqual(['/account/signin']);
    expect(await done.text()).toContain('The new password counts.');
    const home = await visitor.post('/account/signin', { email, password: NEXT });
    expect(home.status).toBe(200);
    await elsewhere.get('/account/devices');
    expect(elsewhere.trail.at(-1)).toMatch(/^\/account\/signin/);
  });

  it('is told the same for an address that no account has', async () => {
    const visitor = new Visitor(world.site.url);
    const email = `${randomUUID()}@example.com`;
    const page = await visitor.post('/account/forgot-password', { email });
    expect([page.status, visitor.trail]).toEqual([200, ['/account/forgot-password']]);
    expect(await page.text()).toContain('If an account has this address, a mail is on its way.');
  });

  it('uses nothing up by opening the link, even twice', async () => {
    const { visitor, email } = await signedUp();
    await visitor.post('/account/forgot-password', { email });
    const { link } = await world.mailboxes.next(email, 2);
    for (let each = 0; each < 2; each++) await new Visitor(world.site.url).get(link);
    await visitor.get(link);
    const done = await visitor.post('/account/reset-password', { password: NEXT });
    expect(await done.text()).toContain('The new password counts.');
  });

  it('learns that a link was used before, and where to ask for another', async () => {
    const { visitor, email } = await signedUp();
    await visitor.post('/account/forgot-password', { email });
    const { link } = await world.mailboxes.next(email, 2);
    await visitor.get(link);
    await visitor.post('/account/reset-password', { password: NEXT });
    await visitor.get(link);
    const again = await visitor.post('/account/reset-password', { password: PASSWORD });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('href="/account/forgot-password"');
  });

  it('is led to ask for a link where the browser has none', async () => {
    const visitor = new Visitor(world.site.url);
    await visitor.get('/account/reset-password');
    expect(visitor.trail).toEqual(['/account/forgot-password']);
  });
});

describe('the address of an account, without scripts', () => {
  it('is verified by the link of the first mail', async () => {
    const { visitor, email, mail } = await signedUp();
    const before = await (await visitor.get('/account/email')).text();
    expect(before).toContain(email);
    expect(before).toContain('Not verified');
    await visitor.get(mail.link);
    expect(visitor.trail).toEqual(['/account/verify-email']);
    const done = await visitor.post('/account/verify-email', {});
    expect(await done.text()).toContain('Your address is verified.');
    expect(await (await visitor.get('/account/email')).text()).not.toContain('Not verified');
  });

  it('is sent the link once more', async () => {
    const { visitor, email } = await signedUp();
    const page = await visitor.post('/account/email', { task: 'verify' });
    expect(await page.text()).toContain('A mail with a link is on its way to you.');
    const { link } = await world.mailboxes.next(email, 2);
    await visitor.get(link);
    const done = await visitor.post('/account/verify-email', {});
    expect(await done.text()).toContain('Your address is verified.');
  });

  it('asks for another password in a browser that did not sign up', async () => {
    const { email, mail } = await signedUp();
    const phone = new Visitor(world.site.url);
    await phone.get(mail.link);
    const asked = await (await phone.post('/account/verify-email', {})).text();
    expect(asked).toContain('This is another browser than the one that signed up.');
    expect(asked).not.toContain('role="alert"');
    await phone.post('/account/verify-email', { password: NEXT });
    const home = await phone.post('/account/signin', { email, password: NEXT });
    expect(await home.text()).toContain(email);
  });
});

describe('a sign-in by mail, without scripts', () => {
  async function askedForCode(email: string) {
    const visitor = new Visitor(world.site.url);
    expect(await (await visitor.get('/account/signin')).text()).toContain('href="/account/signin/email"');
    const asked = await visitor.post('/account/signin/email', { email });
    expect(visitor.trail).toEqual(['/account/sign-in-code']);
    expect(await asked.text()).toContain('If an account has this address, a mail with a code is on its way.');
    return visitor;
  }

  it('takes the code, in the browser that asked', async () => {
    const { email } = await signedUp();
    const visitor = await askedForCode(email);
    const { code, link } = await world.mailboxes.next(email, 2);
    const elsewhere = await new Visitor(world.site.url).post('/account/sign-in-code', { code });
    expect(elsewhere.status).toBe(401);
    const wrong = await visitor.post('/account/sign-in-code', { code: 'AAAA-AAAA' });
    expect(wrong.status).toBe(400);
    expect(await (await visitor.get(link)).text()).toContain(`value="${code}"`);
    const home = await visitor.post('/account/sign-in-code', { code });
    expect(await home.text()).toContain(email);
  });

  it('says the same for an address that no account has', async () => {
    const visitor = await askedForCode(`${randomUUID()}@example.com`);
    const refused = await visitor.post('/account/sign-in-code', { code: 'AAAA-AAAA' });
    expect(refused.status).toBe(400);
  });
});
