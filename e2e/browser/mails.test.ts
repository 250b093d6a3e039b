import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMailboxes, type Mailboxes } from '../support/mailbox';
import { describeInChromium, newTab } from './support/chromium';
import { fillIn, PASSWORD, signUp } from './support/person';

const NEXT = 'another long passphrase';

let mailboxes: Mailboxes;
beforeAll(async () => {
  mailboxes = await startMailboxes();
});
afterAll(() => mailboxes?.stop());

const env = () => ({ ...mailboxes.env, EMAIL_VERIFICATION: 'optional' });

describeInChromium('a person with a mailbox', env, ({ open }) => {
  it('verifies the address, and sets a new password that ends the session elsewhere', async () => {
    const page = await newTab(await open());
    const email = await signUp(page);
    await page.goto((await mailboxes.next(email)).link);
    expect(page.url()).not.toContain('token');
    await fillIn(page, {}, 'It is my address');
    await page.getByText('Your address is verified.').waitFor();

    const other = await newTab(await open());
    await other.goto('/account/signin');
    await other.getByRole('link', { name: 'Forgot your password?' }).click();
    await fillIn(other, { Email: email }, 'Send the link');
    await other.getByText('a mail is on its way').waitFor();
    await other.goto((await mailboxes.next(email, 2)).link);
    await fillIn(other, { 'New password': NEXT }, 'Set the password');
    await other.getByText('The new password counts.').waitFor();
    await fillIn(other, { Email: email, Password: NEXT }, 'Sign in');
    await other.getByRole('heading', { name: `Hello, ${email}` }).waitFor();

    await page.goto('/account/devices');
    await page.getByText('You are signed out').waitFor();
    expect([...page.faults, ...other.faults]).toEqual([]);
  });

  it('confirms the password, changes the address, and takes the change back', async () => {
    const page = await newTab(await open());
    const email = await signUp(page);
    const next = `${randomUUID().slice(0, 8)}@example.com`;
    await page.goto('/account/confirm?next=/account/email');
    await fillIn(page, { Password: PASSWORD }, 'Go on');
    await page.getByRole('heading', { name: 'Your address' }).waitFor();
    await page.getByText('Change the address…').click();
    await fillIn(page, { 'New address': next }, 'Send the link');
    await page.getByText('on its way to the new address').waitFor();
    await page.goto((await mailboxes.next(next)).link);
    await fillIn(page, {}, 'Change the address');
    await page.getByText('Your address is changed.').waitFor();
    await page.getByRole('definition').getByText(next).waitFor();

    const other = await newTab(await open());
    await other.goto((await mailboxes.next(email, 2)).link);
    await fillIn(other, {}, 'Take the change back');
    await other.getByText('The address is the old one again').waitFor();
    await page.goto('/account/devices');
    await page.getByText('You are signed out').waitFor();

    await other.goto('/account/forgot-password');
    await fillIn(other, { Email: email }, 'Send the link');
    await other.goto(await mailboxes.linkTo('/account/reset-password', email));
    await fillIn(other, { 'New password': NEXT }, 'Set the password');
    await other.getByText('The new password counts.').waitFor();
    await fillIn(other, { Email: email, Password: NEXT }, 'Sign in');
    await other.getByRole('heading', { name: `Hello, ${email}` }).waitFor();
  });
});
