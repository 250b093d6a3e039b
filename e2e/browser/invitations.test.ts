import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeInChromium, newTab } from './support/chromium';
import { fillIn, PASSWORD, signIn } from './support/person';
import { violationsOf } from './support/violations';

const SHOTS = join(__dirname, '../../examples/web/screenshots');
mkdirSync(SHOTS, { recursive: true });

describeInChromium('an invitation', { SIGN_UP: 'invite' }, ({ site, open }) => {
  it('goes from the admin to the person, with scripts', async () => {
    const email = 'invited@example.com';
    const admin = await newTab(await open());
    await signIn(admin, site().admin.email, site().admin.password, '/account/admin/invitations');
    await admin.getByRole('heading', { name: 'Invitations', exact: true }).waitFor();
    await fillIn(admin, { Email: email }, 'Invite');
    const link = await admin.getByLabel(`Give ${email} this link`).inputValue();
    expect(new URL(link).origin).toBe(site().url);
    await admin.getByRole('button', { name: `Remove the invitation of ${email}` }).waitFor();
    expect(await violationsOf(admin)).toEqual([]);
    await admin.screenshot({ path: join(SHOTS, 'invitations.png'), fullPage: true });

    const person = await newTab(await open({ viewport: { width: 360, height: 700 } }));
    await person.goto('/account/signup');
    await person.getByText('Sign-up is by invitation.').waitFor();
    expect(await violationsOf(person)).toEqual([]);
    await person.screenshot({ path: join(SHOTS, 'sign-up-by-invitation.png'), fullPage: true });

    await person.goto(link);
    expect(new URL(person.url()).pathname + new URL(person.url()).search).toBe('/account/signup/invited');
    expect(await person.evaluate('document.cookie')).not.toMatch(/(^|; )link=/);
    await fillIn(person, { Email: 'another@example.com', Password: PASSWORD }, 'Sign up');
    await person.getByText('This invitation is not valid for this email.').first().waitFor();
    expect(await violationsOf(person)).toEqual([]);
    await person.screenshot({ path: join(SHOTS, 'invited-refused.png'), fullPage: true });
    // The browser keeps the invitation on other pages.
    await person.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await person.getByRole('heading', { name: 'Sign in' }).waitFor();
    await person.goto('/account/signup/invited');
    await fillIn(person, { Email: email, Password: PASSWORD }, 'Sign up');
    await person.getByRole('heading', { name: `Hello, ${email}` }).waitFor();

    await admin.goto('/account/admin/invitations');
    expect(await admin.getByText(email).count()).toBe(0);
    expect([...admin.faults, ...person.faults]).toEqual([]);
  });
});
