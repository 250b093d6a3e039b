import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { appCode, wrongCode } from './support/totp';
import { atSecondFactor, codesIn, signedUp, signedUpWithApp } from './support/with-app';

jest.setTimeout(180_000);

let site: Site;
beforeAll(async () => {
  site = await startSite({ EMAIL_VERIFICATION: 'off' });
});
afterAll(() => site?.stop());
const url = () => site.url;

const SECURITY = '/account/security';
const APP = '/account/security/app';

describe('an authenticator app, without scripts', () => {
  it('is set up by a QR code or a key and a code, with recovery codes that are shown once', async () => {
    const { visitor } = await signedUp(url());
    const before = await (await visitor.get(SECURITY)).text();
    expect(before).toContain(`href="${APP}"`);
    expect(before).not.toContain('Recovery codes');
    const shown = await visitor.post(APP, { task: 'start' });
    const html = await shown.text();
    expect(html).toMatch(/<div class="qr" role="img" aria-label="[^"]+"><svg [^>]*viewBox/);
    expect(html).toContain('href="otpauth://totp/');
    expect(html).not.toMatch(/ style=|<script/);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const secret = /class="secret">([A-Z2-7 ]+)</.exec(html)![1]!.replaceAll(' ', '');
    const wrong = await visitor.post(APP, { task: 'confirm', code: wrongCode(secret) });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('id="code-fault"')]);
    const done = await (await visitor.post(APP, { task: 'confirm', code: appCode(secret) })).text();
    expect(codesIn(done)).toHaveLength(10);
    const after = await (await visitor.get(SECURITY)).text();
    expect(after).toContain('Set up since');
    expect(after).toContain('10 codes are left.');
    expect(after).toContain('Each sign-in by password or by mail asks for a second factor.');
    for (const code of codesIn(done)) expect(after).not.toContain(code);
  });

  it('is asked for no more, is asked for again, and is removed', async () => {
    const { visitor, email } = await signedUpWithApp(url());
    const off = await visitor.post(SECURITY, { task: 'second_off' });
    expect(await off.text()).toContain('A sign-in asks for no second factor any more.');
    expect((await atSecondFactor(url(), email)).trail).toEqual(['/']);
    const on = await visitor.post(SECURITY, { task: 'second_on' });
    expect(await on.text()).toContain('from now on');
    expect((await atSecondFactor(url(), email)).trail).toEqual(['/account/second-factor']);
    const removed = await visitor.post(SECURITY, { task: 'remove_app' });
    const html = await removed.text();
    expect(html).toContain('The authenticator app is removed.');
    expect(html).not.toContain('Recovery codes');
    expect((await atSecondFactor(url(), email)).trail).toEqual(['/']);
  });
});

describe('recovery codes, without scripts', () => {
  it('are made anew, and those of before end', async () => {
    const { visitor, email, recoveryCodes } = await signedUpWithApp(url());
    const form = await visitor.get('/account/security/recovery-codes');
    expect(await form.text()).toContain('10 codes are left.');
    const made = codesIn(await (await visitor.post('/account/security/recovery-codes', {})).text());
    expect(made).toHaveLength(10);
    const other = await atSecondFactor(url(), email);
    const prove = (code: string) =>
      other.post('/account/second-factor?by=recovery_code', { task: 'recovery_code', code });
    expect((await prove(recoveryCodes[0]!)).status).toBe(400);
    await prove(made[0]!);
    expect(other.trail).toEqual(['/']);
  });
});

describe('the security page', () => {
  it('is for people who are signed in, and says which buttons it has', async () => {
    const { visitor } = await signedUp(url());
    expect(await (await visitor.get('/account')).text()).toContain(`href="${SECURITY}"`);
    expect((await visitor.post(SECURITY, { task: 'constructor' })).status).toBe(400);
    await visitor.post('/account/signout', {});
    await visitor.get(SECURITY);
    expect(visitor.trail).toEqual(['/account/signin?next=%2Faccount%2Fsecurity']);
  });

  it('says what the service has against a change', async () => {
    const { visitor } = await signedUp(url());
    const refused = await visitor.post(SECURITY, { task: 'remove_passkey', id: 'none' });
    expect([refused.status, await refused.text()]).toEqual([404, expect.stringContaining('role="alert"')]);
  });
});
