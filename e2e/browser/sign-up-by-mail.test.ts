import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMailboxes, type Mailboxes } from '../support/mailbox';
import { describeInChromium, newTab } from './support/chromium';
import { fillIn, PASSWORD } from './support/person';

const NEXT = 'another long passphrase';

let mailboxes: Mailboxes;
beforeAll(async () => {
  mailboxes = await startMailboxes();
});
afterAll(() => mailboxes?.stop());

const env = () => ({ ...mailboxes.env, EMAIL_VERIFICATION: 'required' });

describeInChromium('a sign-up that waits for the link of its mail', env, ({ open }) => {
  async function signUp() {
    const page = await newTab(await open());
    const email = `${randomUUID().slice(0, 8)}@example.com`;
    await page.goto('/account/signup');
    await fillIn(page, { Email: email, Password: PASSWORD }, 'Sign up');
    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    return { page, email, link: (await mailboxes.next(email)).link };
  }

  it('signs in by the link, in the browser that signed up', async () => {
    const { page, email, link } = await signUp();
    await page.goto(link);
    expect(page.url()).not.toContain('token');
    await fillIn(page, {}, 'It is my address');
    await page.getByText('Your address is verified.').waitFor();
    await page.goto('/');
    await page.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
    expect(page.faults).toEqual([]);
  });

  it('asks for a new password on a phone, which alone opens the account', async () => {
    const { page, email, link } = await signUp();
    const phone = await newTab(await open());
    await phone.goto(link);
    await fillIn(phone, {}, 'It is my address');
    await phone.getByText('This is another browser than the one that signed up.').waitFor();
    await fillIn(phone, { 'New password': NEXT }, 'Verify and set the password');
    await phone.getByText('Your address is verified.').waitFor();

    await page.goto('/account/signin');
    await fillIn(page, { Email: email, Password: PASSWORD }, 'Sign in');
    await page.getByRole('alert').waitFor();
    await fillIn(page, { Email: email, Password: NEXT }, 'Sign in');
    await page.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
    expect([...page.faults, ...phone.faults]).toEqual([]);
  });
});
