import { describe, expect, it, jest } from '@jest/globals';
import { Visitor } from '../../e2e/support/visitor';
import { startMailSite } from './support/mail-site';
import { atSecondFactor, signedUp, signedUpWithApp } from './support/with-app';

jest.setTimeout(180_000);

const world = startMailSite({ EMAIL_VERIFICATION: 'off' });
const APP = '/account/security/app';

/** An admin, and the path of the page of an account. */
async function adminAt(email: string): Promise<{ admin: Visitor; path: string }> {
  const admin = new Visitor(world.site.url);
  await admin.post('/account/signin', world.site.admin);
  const list = await (await admin.get(`/account/admin?email=${email}`)).text();
  return { admin, path: /href="(\/account\/admin\/accounts\/[0-9a-f]{24})"/.exec(list)![1]! };
}

/** The code of the first mail that has one; notices have none. */
async function mailedCode(email: string, nth = 1): Promise<string> {
  const { code } = await world.mailboxes.next(email, nth);
  return code || mailedCode(email, nth + 1);
}

describe('an admin, without scripts', () => {
  it('sees the factors and the devices of an account, and removes all factors', async () => {
    const { visitor, email } = await signedUpWithApp(world.site.url);
    const { admin, path } = await adminAt(email);
    const html = await (await admin.get(path)).text();
    expect(html).toContain('Sign-ins by password ask for a second factor.');
    expect(html).toMatch(/Recovery codes left<\/dt><dd>10</);
    expect(html).toMatch(/<h2>Devices<\/h2><ul class="rows"><li>/);
    // The button is in what a click opens.
    expect(html).toMatch(
      /<details><summary>Remove all factors…<\/summary>.*value="remove_factors".*<\/details>/s,
    );
    const done = await (await admin.post(path, { task: 'remove_factors' })).text();
    expect(done).toContain('All factors of that person are removed');
    expect(done).toContain('This account has no second factor and no passkey.');
    expect(done).toContain('The person is signed in nowhere.');
    expect(await (await visitor.get('/account')).text()).toContain('You are signed out');
    const again = await atSecondFactor(world.site.url, email);
    expect(again.trail).toEqual(['/']);
    const refused = await again.post(APP, { task: 'start' });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('name="code"')]);
    const sent = await again.post(APP, { task: 'send_factor_code' });
    expect(await sent.text()).toContain('A mail with a code is on its way to you.');
    const code = await mailedCode(email);
    const wrong = await again.post(APP, { task: 'start', code: 'AAAA-AAAA' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('id="code-fault"')]);
    expect(await (await again.post(APP, { task: 'start', code })).text()).toContain('class="qr"');
  });

  it('has a password reset mailed', async () => {
    const { email } = await signedUp(world.site.url);
    const { admin, path } = await adminAt(email);
    const page = await admin.post(path, { task: 'send_reset' });
    expect(await page.text()).toContain('A mail with a link is on its way to that person.');
    expect(await world.mailboxes.linkTo('/account/reset-password', email)).toContain('token=');
  });
});
