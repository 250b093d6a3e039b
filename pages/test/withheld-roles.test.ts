import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';
import { appCode } from './support/totp';
import { secretIn } from './support/with-app';

jest.setTimeout(180_000);

const APP = '/account/security/app';
const ASKED = '/account/confirm?acr=aal2&next=';

let site: Site;
beforeAll(async () => {
  site = await startSite({ MFA_ROLES: 'admin' });
});
afterAll(() => site?.stop());

describe('an admin whose role counts with a second factor only', () => {
  it('is led to prove one, and told where to set it up', async () => {
    const admin = new Visitor(site.url);
    await admin.post('/account/signin', site.admin);
    const home = await (await admin.get('/account')).text();
    expect(home).toContain(`href="${ASKED.replace('&', '&amp;')}%2Faccount"`);
    const page = await admin.get('/account/admin?role=admin');
    expect(admin.trail).toEqual([`${ASKED}%2Faccount%2Fadmin%3Frole%3Dadmin`]);
    const html = await page.text();
    expect(html).toContain('your account has none');
    expect(html).toContain('href="/account/security"');
  });

  it('adds the first one with the code of an operator, and is asked for it after the next sign-in', async () => {
    const admin = new Visitor(site.url);
    await admin.post('/account/signin', site.admin);
    const refused = await admin.post(APP, { task: 'start' });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('name="code"')]);
    const code = await site.command('factor-code', site.admin.email);
    const shown = await (await admin.post(APP, { task: 'start', code })).text();
    const secret = secretIn(shown);
    await admin.post(APP, { task: 'confirm', code: appCode(secret, -1) });
    expect(await (await admin.get('/account/admin')).text()).toContain(site.admin.email);

    const later = new Visitor(site.url);
    await later.post('/account/signin', site.admin);
    expect(later.trail).toEqual(['/account/second-factor']);
    await later.post('/account/second-factor', { task: 'totp', code: appCode(secret) });
    await later.get('/account/admin');
    expect(later.trail).toEqual([]);
  });
});
