import { expect, it } from '@jest/globals';
import { describeInChromium, newTab } from './support/chromium';
import { banByForm, fillIn, PASSWORD, signIn, signUp } from './support/person';

describeInChromium('a session', {}, ({ site, open }) => {
  it('is in the HTML that the server sends first, for a browser without scripts', async () => {
    const window = await open({ javaScriptEnabled: false });
    const page = await newTab(window);
    const email = await signUp(page);
    const response = await page.goto('/');
    expect(await response!.text()).toContain(email);
    await page.goto('/tickets');
    await fillIn(page, { Title: 'By hand', Price: '1' }, 'Offer it');
    await page.getByText('Your ticket is on offer.').waitFor();
  });

  it('is in cookies that no script can read and no other site gets sent', async () => {
    const window = await open();
    const page = await newTab(window);
    await signUp(page);
    const cookies = await window.cookies([site().url, `${site().url}/api/users`]);
    expect(cookies.map(({ name, path, httpOnly, sameSite }) => ({ name, path, httpOnly, sameSite }))).toEqual(
      expect.arrayContaining([
        { name: 'session', path: '/', httpOnly: true, sameSite: 'Lax' },
        { name: 'refresh', path: '/api/users', httpOnly: true, sameSite: 'Lax' },
      ]),
    );
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('that an admin bans in another window ends with the next click', async () => {
    const page = await newTab(await open());
    const email = await signUp(page);
    const admin = await newTab(await open());
    await banByForm(admin, site().admin, email);

    await page.getByRole('link', { name: 'Tickets' }).click();
    await page.getByText('You are signed out').waitFor();
    await fillIn(page, { Email: email, Password: PASSWORD }, 'Sign in');
    await page.getByText('This account is banned.').waitFor();

    await fillIn(admin, {}, 'Lift the ban');
    await admin.getByText('The ban is lifted').waitFor();
    await fillIn(page, { Email: email, Password: PASSWORD }, 'Sign in');
    await page.getByRole('heading', { name: 'Tickets' }).waitFor();
    expect([...page.faults, ...admin.faults]).toEqual([]);
  });

  it('that is signed out in one tab is over in the other one', async () => {
    const window = await open();
    const [one, other] = [await newTab(window), await newTab(window)];
    await signUp(one);
    await other.goto('/');
    await one.getByRole('button', { name: 'Sign out' }).click();
    await one.getByRole('link', { name: 'Sign in' }).first().waitFor();
    await other.getByRole('link', { name: 'Tickets' }).click();
    await other.getByText('You are signed out.').waitFor();
  });

  it('takes a change of roles without signing in again', async () => {
    const page = await newTab(await open());
    const email = await signUp(page);
    const admin = await newTab(await open());
    await signIn(admin, site().admin.email, site().admin.password, `/account/admin?email=${email}`);
    await admin.getByRole('link', { name: email }).click();
    await fillIn(admin, { Roles: 'admin' }, 'Save roles');
    await admin.getByText('The roles are changed').waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Accounts' }).waitFor();
  });
});
