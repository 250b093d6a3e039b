import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from './support/site';
import { Visitor } from './support/visitor';

jest.setTimeout(180_000);

const OLD = 'a long passphrase';
const OWN = 'quite another staple of horses';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.stop());

/** Somebody who has forgotten the password, and was given another one. */
async function forgetful() {
  const email = `${randomUUID()}@example.com`;
  await new Visitor(site.url).post('/signup', { email, password: OLD });
  return { email, temporary: await site.command('password', email) };
}

describe('a person without scripts whose password is temporary', () => {
  it('is asked for a new one, and goes on to the page that was asked for', async () => {
    const { email, temporary } = await forgetful();
    const visitor = new Visitor(site.url);
    expect(await (await visitor.get('/signin')).text()).not.toContain('newPassword');

    const page = await visitor.post('/signin?next=%2Fdevices', { email, password: temporary });
    expect(page.status).toBe(403);
    const html = await page.text();
    expect(html).toContain('This password is temporary.');
    expect(html).toContain('name="newPassword"');
    expect(html).toContain(`value="${email}"`);
    expect(html).not.toContain(temporary);

    const fields = { email, password: temporary, newPassword: OWN };
    const devices = await visitor.post('/signin?next=%2Fdevices', fields);
    expect(visitor.trail).toEqual(['/devices']);
    expect(await devices.text()).toContain(email);
    const again = await new Visitor(site.url).post('/signin', { email, password: OWN });
    expect(await again.text()).toContain(email);
  });

  it.each([
    [
      'a new one that is refused',
      { newPassword: 'short' },
      /id="newPassword-fault">Use at least 8 characters/,
    ],
    ['a temporary one that was mistyped', { password: 'abcd' }, /The email or the password is not right/],
  ])('is asked again after %s, and the page repeats no password', async (_what, mistake, message) => {
    const { email, temporary } = await forgetful();
    const fields = { email, password: temporary, newPassword: OWN, ...mistake };
    const page = await new Visitor(site.url).post('/signin', fields);
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toMatch(message);
    expect(html).toContain('name="newPassword"');
    for (const each of [fields.password, fields.newPassword]) expect(html).not.toContain(`"${each}"`);
  });
});
