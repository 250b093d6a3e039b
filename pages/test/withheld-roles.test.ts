import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';

jest.setTimeout(180_000);

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
});
