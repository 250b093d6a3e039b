import { describe, expect, it } from '@jest/globals';
import { adas, open, post, returnPath, useWebAlone } from './support/web';

const { web } = useWebAlone();

describe('a page whose access token has expired', () => {
  it.each(['/', '/tickets?after=1&x=y', '/devices', '/signin?next=%2Ftickets', '/signup', '/password'])(
    'sends the browser through the auth service and back to %s',
    async (path) => {
      const response = await open(`${web().url}${path}`, adas(-60));
      expect(response.status).toBe(303);
      expect(returnPath(response)).toBe(path);
    },
  );

  it('leads back to this origin, whatever the path looks like', async () => {
    const response = await open(`${web().url}/tickets/..//evil.example`, adas(-60));
    expect(returnPath(response) ?? '/').toMatch(/^\/(?!\/)/);
  });

  it('is no bounce for who never was signed in: they sign in', async () => {
    const response = await open(`${web().url}/tickets?after=1`);
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      '/signin?next=%2Ftickets%3Fafter%3D1',
    ]);
  });

  it('is a document’s redirect for a script that asks', async () => {
    const response = await open(`${web().url}/devices.data`, adas(-60));
    expect(await response.text()).toContain('/api/users/refresh?return_to=%2Fdevices');
  });
});

describe('a page with a form', () => {
  it('renews a token that has less than five minutes left', async () => {
    const response = await open(`${web().url}/password`, adas(290));
    expect([response.status, returnPath(response)]).toEqual([303, '/password']);
  });

  it('does not when there is more, and other pages do not at all', async () => {
    expect((await open(`${web().url}/password`, adas(900))).status).toBe(200);
    expect((await open(`${web().url}/`, adas(290))).status).toBe(200);
  });
});

describe('a form that is sent after the token has expired', () => {
  it('comes back with what was typed', async () => {
    const response = await post(`${web().url}/tickets`, { title: 'A & B?', price: '20' }, adas(-60));
    expect(response.status).toBe(303);
    const path = new URL(returnPath(response)!, web().url);
    expect(path.pathname).toBe('/tickets');
    expect(Object.fromEntries(path.searchParams)).toEqual({ title: 'A & B?', price: '20', again: 'true' });
  });

  it('is sent all the same when it is to sign in', async () => {
    const fields = { email: 'ada@example.com', password: 'a long passphrase' };
    // There is no auth service in this test.
    expect((await post(`${web().url}/signin`, fields, adas(-60))).status).toBe(503);
  });

  it('comes back without passwords', async () => {
    const fields = { currentPassword: 'secret one', newPassword: 'secret two' };
    const response = await post(`${web().url}/password`, fields, adas(-60));
    expect(returnPath(response)).toBe('/password?again=true');
    const page = await open(`${web().url}/password?again=true`, adas());
    expect(await page.text()).toContain('please send it again');
  });
});

describe('the page to go on to after signing in', () => {
  it.each([
    ['/tickets', '/tickets'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ])('is for next=%j: %s', async (next, expected) => {
    const query = new URLSearchParams({ next }).toString();
    const response = await open(`${web().url}/signin?${query}`, adas());
    expect([response.status, response.headers.get('location')]).toEqual([302, expected]);
  });
});
