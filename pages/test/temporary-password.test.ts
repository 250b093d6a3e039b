import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSite, type Site } from '../../e2e/support/site';
import { Visitor } from '../../e2e/support/visitor';

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
  await new Visitor(site.url).post('/account/signup', { email, password: OLD });
  return { email, temporary: await site.command('password', email) };
}

describe('a person without scripts whose password is temporary', () => {
  it('is asked for a new one, and goes on to the page that was asked for', async () => {
    const { email, temporary } = await forgetful();
    const visitor = new Visitor(site.url);
    expect(await (await visitor.get('/account/signin')).text()).not.toContain('newPassword');

    const page = await visitor.post('/account/signin?next=%2Faccount%2Fdevices', {
      email,
      password: temporary,
    });
    expect(page.status).toBe(403);
    const html = await page.text();
    expect(html).toContain('This password is temporary.');
    expect(html).toContain('name="newPassword"');
    expect(html).toContain(`value="${email}"`);
    expect(html).not.toContain(temporary);

    const fields = { email, password: temporary, newPassword: OWN };
    const devices = await visitor.post('/account/signin?next=%2Faccount%2Fdevices', fields);
    expect(visitor.trail).toEqual(['/account/devices']);
    expect(await devices.text()).toContain(email);
    const again = await new Visitor(site.url).post('/account/signin', { email, password: OWN });
    expect(await again.text()).toContain(email);
  });

  it('is asked again after a new one that is refused, and the page repeats no password', async () => {
    const { email, temporary } = await forgetful();
    const fields = { email, password: temporary, newPassword: 'short' };
    const page = await new Visitor(site.url).post('/account/signin', fields);
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toMatch(/id="newPassword-fault">Use at least 8 characters/);
    expect(html).toContain('name="newPassword"');
    for (const each of [temporary, 'short']) expect(html).not.toContain(`"${each}"`);
  });

  it.each([
    ['the temporary one was mistyped', 'abcd', false],
    ['the same was sent before', '', true],
  ])('is told to take the new one after %s, and is asked for none', async (_what, typo, isRepeated) => {
    const { email, temporary } = await forgetful();
    const fields = { email, password: temporary + typo, newPassword: OWN };
    if (isRepeated) await new Visitor(site.url).post('/account/signin', fields);
    const page = await new Visitor(site.url).post('/account/signin', fields);
    expect(page.status).toBe(400);
    const html = await page.text();
    expect(html).toContain('The email or the password is not right.');
    expect(html).toContain('If you have sent this before, sign in with the new password.');
    // Beside a password that is not temporary it would be taken for a change of it.
    expect(html).not.toContain('name="newPassword"');
    expect(html).not.toContain('Temporary password');
    for (const each of [fields.password, OWN]) expect(html).not.toContain(`"${each}"`);
  });

  it('is told nothing of a new one that was not sent', async () => {
    const { email } = await forgetful();
    const page = await new Visitor(site.url).post('/account/signin', { email, password: 'a wrong one' });
    expect(await page.text()).not.toContain('If you have sent this before');
  });
});
