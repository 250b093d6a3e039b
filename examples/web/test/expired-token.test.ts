import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from './support/site';
import { Visitor } from './support/visitor';
import { post } from './support/web';

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
  await visitor.post('/signup', { email, password: PASSWORD });
  return { visitor, email };
}

describe('a person whose token has expired', () => {
  it('signs out, and the session has ended all the same', async () => {
    const { visitor, email } = await signedUp();
    await sleep(UNTIL_EXPIRED_MS);
    const copied = visitor.cookies('/api/users');
    const page = await visitor.post('/signout', {});
    expect(visitor.trail).toEqual(['/api/users/refresh?return_to=%2Fsignout', '/signout', '/']);
    expect(await page.text()).not.toContain(email);
    expect(visitor.cookies('/api/users')).not.toMatch(/session|refresh/);
    const refresh = await post(`${site.url}/api/users/refresh`, {}, copied);
    expect([refresh.status, await refresh.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'session_revoked' }),
    ]);
  });

  it('takes one bounce, and the form comes back with its values', async () => {
    const { visitor, email } = await signedUp();
    await sleep(UNTIL_EXPIRED_MS);
    expect(await (await visitor.get('/')).text()).toContain(email);
    expect(visitor.trail).toEqual(['/api/users/refresh?return_to=%2F', '/']);
    await sleep(UNTIL_EXPIRED_MS);
    const html = await (await visitor.post('/tickets', { title: 'Concert', price: '20' })).text();
    expect(html).toMatch(/id="title"[^>]* value="Concert"/);
    expect(html).toContain('send it again');
  });
});
