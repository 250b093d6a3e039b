import { describe, expect, it } from '@jest/globals';
import { open, post } from '../../../e2e/support/page-requests';
import { useWebAlone } from './support/web';

const { web } = useWebAlone();

describe('the old address of an account page', () => {
  it.each([
    'signin',
    'signup',
    'signup/invited',
    'signout',
    'devices',
    'password',
    'admin',
    'admin/invitations',
  ])('/%s leads to the new one, with its query', async (page) => {
    const { status, headers } = await open(`${web().url}/${page}?next=%2Ftickets&a=b`);
    expect([status, headers.get('location')]).toEqual([308, `/account/${page}?next=%2Ftickets&a=b`]);
  });

  it('takes a form along, which keeps its method', async () => {
    const { status, headers } = await post(`${web().url}/signout`, {});
    expect([status, headers.get('location')]).toEqual([308, '/account/signout']);
  });

  it.each(['/signin/x', '/admins', '//signin', '/signin%2f..%2f..'])('is not %s', async (path) => {
    expect((await open(web().url + path)).status).not.toBe(308);
  });
});

describe('where the account pages are elsewhere', () => {
  const other = useWebAlone({ ACCOUNT_PATH: '/my/login' });

  it('links and redirects lead there', async () => {
    expect(await (await open(`${other.web().url}/`)).text()).toContain('href="/my/login/signin"');
    const page = await open(`${other.web().url}/tickets`);
    expect(page.headers.get('location')).toBe('/my/login/signin?next=%2Ftickets');
    expect((await open(`${other.web().url}/devices`)).headers.get('location')).toBe('/my/login/devices');
  });
});
