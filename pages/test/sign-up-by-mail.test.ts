import { randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { Visitor } from '../../e2e/support/visitor';
import { startMailSite } from './support/mail-site';

jest.setTimeout(180_000);

const PASSWORD = 'a long passphrase';
const NEXT = 'another long passphrase';

const world = startMailSite({ EMAIL_VERIFICATION: 'required' });

const newEmail = () => `${randomUUID()}@example.com`;

/** Signs up, and comes to the page that says where to go on. */
async function signUp(email = newEmail()) {
  const visitor = new Visitor(world.site.url);
  const page = await visitor.post('/account/signup', { email, password: PASSWORD });
  expect(visitor.trail).toEqual(['/account/signup/sent']);
  return { visitor, email, text: await page.text() };
}

describe('a sign-up with EMAIL_VERIFICATION=required, without scripts', () => {
  it('goes on by the link, in the browser that signed up, which is then signed in', async () => {
    const { visitor, email, text } = await signUp();
    expect(text).toContain('Look into your mailbox');
    const before = await visitor.post('/account/signin', { email, password: PASSWORD });
    expect(before.status).toBe(400);
    const { link } = await world.mailboxes.next(email);
    await visitor.get(link);
    expect(visitor.trail).toEqual(['/account/verify-email']);
    const done = await visitor.post('/account/verify-email', {});
    expect(visitor.trail).toEqual(['/account']);
    expect(await done.text()).toContain('Your address is verified.');
    expect(await (await visitor.get('/account/email')).text()).toContain(email);
  });

  it('asks for another password in any other browser, where the first one is worth nothing', async () => {
    const { visitor, email } = await signUp();
    const { link } = await world.mailboxes.next(email);
    const phone = new Visitor(world.site.url);
    await phone.get(link);
    const asked = await (await phone.post('/account/verify-email', {})).text();
    expect(asked).toContain('This is another browser than the one that signed up.');
    const home = await phone.post('/account/verify-email', { password: NEXT });
    expect(await home.text()).toContain(email);
    const late = await visitor.post('/account/signin', { email, password: PASSWORD });
    expect(late.status).toBe(400);
    await visitor.get(link);
    const used = await visitor.post('/account/verify-email', {});
    expect(used.status).toBe(400);
    expect(await used.text()).toContain('href="/account/signin"');
  });

  it('shows the same page to a person who signs up for an address that has an account', async () => {
    const { visitor, email, text } = await signUp();
    const { link } = await world.mailboxes.next(email);
    await visitor.get(link);
    await visitor.post('/account/verify-email', {});
    const again = await signUp(email);
    expect(again.text).toBe(text);
    const mail = await world.mailboxes.next(email, 2);
    expect(mail.text).toMatch(/\/account\/signin$/m);
  });
});

describe('a sign-in to an account of before, whose address was never verified', () => {
  /** One that came from another service. */
  async function imported(): Promise<string> {
    const [email, salt] = [newEmail(), randomBytes(8).toString('hex')];
    const hash = `${scryptSync(PASSWORD, salt, 64).toString('hex')}.${salt}`;
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
    writeFileSync(join(folder, 'accounts'), JSON.stringify({ email, hash, roles: ['staff'] }));
    await world.site.command('import', join(folder, 'accounts'));
    rmSync(folder, { recursive: true });
    return email;
  }

  it('leads to the mailbox, and the link in the same browser takes nothing away', async () => {
    const email = await imported();
    const visitor = new Visitor(world.site.url);
    await visitor.post('/account/signin', { email, password: PASSWORD });
    expect(visitor.trail).toEqual(['/account/signup/sent']);
    await visitor.get((await world.mailboxes.next(email)).link);
    const home = await visitor.post('/account/verify-email', {});
    expect(visitor.trail).toEqual(['/account']);
    expect(await home.text()).toContain('staff');
  });
});
