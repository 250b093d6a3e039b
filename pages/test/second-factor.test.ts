import { describe, expect, it, jest } from '@jest/globals';
import { Visitor } from '../../e2e/support/visitor';
import { startMailSite } from './support/mail-site';
import { appCode, wrongCode } from './support/totp';
import { atSecondFactor, signedUpWithApp } from './support/with-app';

jest.setTimeout(180_000);

const world = startMailSite({ SIGN_IN_BY_EMAIL: 'true', EMAIL_VERIFICATION: 'optional' });
const url = () => world.site.url;

const NEXT = '?next=%2Faccount%2Fdevices';
const PAGE = '/account/second-factor';
const MAX_ATTEMPTS = 5;

describe('a sign-in that asks for a second factor, without scripts', () => {
  it('takes the code of the app, and goes on to next', async () => {
    const { email, secret } = await signedUpWithApp(url(), world.mailboxes);
    const visitor = await atSecondFactor(url(), email, `/account/signin${NEXT}`);
    expect(visitor.trail).toEqual([PAGE + NEXT]);
    const form = await (await visitor.get(PAGE + NEXT)).text();
    expect(form).toMatch(/<input id="code"[^>]*inputmode="numeric"[^>]*autocomplete="one-time-code"/);
    const wrong = await visitor.post(PAGE + NEXT, { task: 'totp', code: wrongCode(secret) });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('id="code-fault"')]);
    await visitor.post(PAGE + NEXT, { task: 'totp', code: appCode(secret) });
    expect(visitor.trail).toEqual(['/account/devices']);
    await visitor.get(PAGE + NEXT);
    expect(visitor.trail).toEqual(['/account/devices']);
  });

  it('takes a recovery code, once', async () => {
    const { email, recoveryCodes } = await signedUpWithApp(url(), world.mailboxes);
    const code = recoveryCodes[0]!;
    const visitor = await atSecondFactor(url(), email);
    expect(await (await visitor.get(PAGE)).text()).toContain(`href="?by=recovery_code"`);
    const form = await (await visitor.get(`${PAGE}?by=recovery_code`)).text();
    expect(form).toContain('value="recovery_code"');
    expect(form).not.toContain('value="totp"');
    await visitor.post(`${PAGE}?by=recovery_code`, { task: 'recovery_code', code });
    expect(visitor.trail).toEqual(['/']);
    const again = await atSecondFactor(url(), email);
    const refused = await again.post(`${PAGE}?by=recovery_code`, { task: 'recovery_code', code });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('id="code-fault"')]);
  });

  it('is cancelled, and begins anew where it began', async () => {
    const { email } = await signedUpWithApp(url(), world.mailboxes);
    const visitor = await atSecondFactor(url(), email, `/account/signin${NEXT}`);
    await visitor.post(PAGE + NEXT, { task: 'cancel' });
    expect(visitor.trail).toEqual([`/account/signin${NEXT}`]);
    const over = await visitor.get(PAGE + NEXT);
    expect(visitor.trail).toEqual([`/account/signin${NEXT}`]);
    expect(await over.text()).toContain('That took too long or too many attempts. Sign in again.');
  });

  it('is over after too many wrong codes, and says so where it begins', async () => {
    const { email, secret } = await signedUpWithApp(url(), world.mailboxes);
    const visitor = await atSecondFactor(url(), email, `/account/signin${NEXT}`);
    const guess = () => visitor.post(PAGE + NEXT, { task: 'totp', code: wrongCode(secret) });
    for (let count = 1; count < MAX_ATTEMPTS; count += 1) expect((await guess()).status).toBe(400);
    const last = await guess();
    expect(visitor.trail).toEqual([`/account/signin${NEXT}`]);
    expect(await last.text()).toContain('That took too long or too many attempts. Sign in again.');
  });

  it('follows a mailed code, too', async () => {
    const { email, secret } = await signedUpWithApp(url(), world.mailboxes);
    const phone = new Visitor(url());
    await phone.post('/account/signin/email', { email });
    const form = await phone.get(await world.mailboxes.linkTo('/account/sign-in-code', email));
    const code = / value="([A-Z\d-]+)"/.exec(await form.text())?.[1] ?? '';
    await phone.post('/account/sign-in-code', { code });
    expect(phone.trail).toEqual([PAGE]);
    await phone.post(PAGE, { task: 'totp', code: appCode(secret) });
    expect(phone.trail).toEqual(['/']);
  });

  it('begins with a sign-in, and has no other form', async () => {
    const visitor = new Visitor(url());
    await visitor.get(PAGE);
    expect(visitor.trail).toEqual(['/account/signin']);
    expect((await visitor.post(PAGE, { task: 'constructor' })).status).toBe(400);
  });
});
