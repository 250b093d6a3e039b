import { describe, expect, it } from '@jest/globals';
import { adas, noticeOf, open, post, returnPath, useWebAlone } from './support/web';

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
    expect([response.status, returnPath(response)]).toEqual([303, '/tickets']);
    expect(noticeOf(response).notice).toMatchObject({
      page: '/tickets',
      code: 'again',
      values: { title: 'A & B?', price: '20' },
    });
  });

  it('comes back without it when that is more than a cookie holds', async () => {
    const response = await post(`${web().url}/tickets`, { title: 'x'.repeat(4_000), price: '1' }, adas(-60));
    const { cookie, notice } = noticeOf(response);
    expect(cookie.length).toBeLessThan(3_800);
    expect(notice).toMatchObject({ code: 'again', values: {} });
  });

  it('is sent all the same when it is to sign in', async () => {
    const fields = { email: 'ada@example.com', password: 'a long passphrase' };
    // There is no auth service in this test.
    expect((await post(`${web().url}/signin`, fields, adas(-60))).status).toBe(503);
  });

  it('comes back without passwords', async () => {
    const fields = { currentPassword: 'secret one', newPassword: 'secret two' };
    const response = await post(`${web().url}/password`, fields, adas(-60));
    expect(returnPath(response)).toBe('/password');
    const { cookie, notice } = noticeOf(response);
    expect(JSON.stringify(notice)).not.toContain('secret');
    const page = await open(`${web().url}/password`, `${adas()}; ${cookie}`);
    expect(await page.text()).toContain('send it again');
  });
});

describe('who comes back from the auth service', () => {
  /** Comes back to a page that was left with an expired token. */
  async function comesBack(path: string, session: string): Promise<Response> {
    const { cookie } = noticeOf(await open(`${web().url}${path}`, adas(-60)));
    return open(`${web().url}${path}`, `${session}; ${cookie}`);
  }

  it('with a token that counts as expired here, too, goes round in no circle', async () => {
    const page = await comesBack('/devices', adas(-30));
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('clocks');
  });

  it('with one that ends soon, by the clock here, gets the form', async () => {
    expect((await comesBack('/password', adas(120))).status).toBe(200);
  });

  it('with the same one was not there yet, and goes again', async () => {
    const session = adas(-60);
    const first = await open(`${web().url}/devices`, session);
    const second = await open(`${web().url}/devices`, `${session}; ${noticeOf(first).cookie}`);
    expect([second.status, returnPath(second)]).toEqual([303, '/devices']);
  });

  it('with none is told so at the sign-in, once', async () => {
    const gone = await comesBack('/tickets', '');
    expect(gone.headers.get('location')).toBe('/signin?next=%2Ftickets');
    const signIn = await open(`${web().url}/signin`, noticeOf(gone).cookie);
    expect(await signIn.text()).toContain('or the account is banned');
    expect(signIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^notice=;.*Expires=Thu, 01 Jan 1970/),
    ]);
  });

  it.each(['/', '/signup', '/signin'])('with none is told so on %s', async (path) => {
    expect(await (await comesBack(path, '')).text()).toContain('or the account is banned');
  });

  it.each(['/signin', '/signup'])('to %s, and goes on signed in, takes no mark along', async (path) => {
    const gone = await comesBack(path, adas());
    expect([gone.status, gone.headers.getSetCookie()]).toEqual([
      302,
      [expect.stringMatching(/^notice=;.*Expires=Thu, 01 Jan 1970/)],
    ]);
  });
});

describe('the button to sign out', () => {
  it('renews an expired token first, since that proves no session any more, and comes back to sign out', async () => {
    const response = await post(`${web().url}/signout`, {}, adas(-60));
    expect([response.status, returnPath(response)]).toEqual([303, '/signout']);
    const { cookie } = noticeOf(response);
    // There is no auth service in this test: that it is asked shows.
    expect((await open(`${web().url}/signout`, `${adas()}; ${cookie}`)).status).toBe(503);
  });

  it('cannot be pressed by a link', async () => {
    const response = await open(`${web().url}/signout`, adas());
    expect([response.status, response.headers.get('location')]).toEqual([302, '/']);
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
