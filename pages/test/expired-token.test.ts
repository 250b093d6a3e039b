import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';
import { post } from '../../e2e/support/page-requests';

jest.setTimeout(180_000);

const PASSWORD = 'a long passphrase';
/** A token of 3 s counts for 5 s more, since clocks differ. */
const UNTIL_EXPIRED_MS = 8_200;

let site: Site;
beforeAll(async () => {
  site = await startSite({ ACCESS_TTL: '3s' });
});
afterAll(() => site?.stop());

async function signedUp() {
  const visitor = new Visitor(site.url);
  const email = `${randomUUID()}@example.com`;
  await visitor.post('/account/signup', { email, password: PASSWORD });
  return { visitor, email };
}

describe('a person whose token has expired', () => {
  it('signs out, and the session has ended all the same', async () => {
    const { visitor, email } = await signedUp();
    await sleep(UNTIL_EXPIRED_MS);
    const copied = visitor.cookies('/api/users');
    const page = await visitor.post('/account/signout', {});
    expect(visitor.trail).toEqual([
      '/api/users/refresh?return_to=%2Faccount%2Fsignout',
      '/account/signout',
      '/',
    ]);
    expect(await page.text()).not.toContain(email);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
    const refresh = await post(`${site.url}/api/users/refresh`, {}, copied);
    expect([refresh.status, await refresh.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'session_revoked' }),
    ]);
  });

  it('takes one bounce, and a form comes back, without passwords', async () => {
    const { visitor, email } = await signedUp();
    await sleep(UNTIL_EXPIRED_MS);
    expect(await (await visitor.get('/account')).text()).toContain(email);
    expect(visitor.trail).toEqual(['/api/users/refresh?return_to=%2Faccount', '/account']);
    await sleep(UNTIL_EXPIRED_MS);
    const fields = { currentPassword: PASSWORD, newPassword: 'another long passphrase' };
    const html = await (await visitor.post('/account/password', fields)).text();
    expect(html).toContain('send it again');
    expect(html).not.toContain(fields.newPassword);
  });
});
