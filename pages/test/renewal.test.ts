import { describe, expect, it } from '@jest/globals';
import { addRefusedRefresh } from '@latchkey/common/protocol';
import { sessionDigest } from '@latchkey/common/server';
import { ADA, adas } from '../../e2e/support/adas';
import { noticeOf, open, post } from '../../e2e/support/page-requests';
import { usePagesAlone } from './support/pages';

const { at } = usePagesAlone();

describe('a page whose access token has expired', () => {
  it.each([
    '/account',
    '/account/devices?after=1',
    '/account/signin?next=%2Fx',
    '/account/signup',
    '/account/password',
  ])('sends the browser through the auth service and back to %s', async (path) => {
    const { status, headers } = await open(at(path), adas(-60));
    expect([status, headers.get('location')]).toEqual([
      303,
      `/api/users/refresh?return_to=${encodeURIComponent(path)}`,
    ]);
  });

  it('brings a form back without passwords', async () => {
    const fields = { currentPassword: 'secret one', newPassword: 'secret two' };
    const { cookie, notice } = noticeOf(await post(at('/account/password'), fields, adas(-60)));
    expect(notice).toMatchObject({ page: '/account/password', code: 'again' });
    expect(JSON.stringify(notice)).not.toContain('secret');
    const page = await open(at('/account/password'), `${adas()}; ${cookie}`);
    expect(await page.text()).toContain('send it again');
  });

  it('brings what an admin typed back, on its own page only', async () => {
    const path = '/account/admin/invitations';
    const answer = await post(at(path), { email: 'new@example.com' }, adas(-60, ['admin']));
    const { cookie, notice } = noticeOf(answer);
    expect(notice).toMatchObject({ page: path, code: 'again', values: { email: 'new@example.com' } });
    const other = await open(at('/account'), `${adas()}; ${cookie}`);
    expect(await other.text()).not.toContain('send it again');
  });

  it('brings a ban back without its reason, which no other service needs to know', async () => {
    const fields = { task: 'ban', reason: 'a private reason', until: '' };
    const { notice } = noticeOf(
      await post(at('/account/admin/accounts/0123456789abcdef01234567'), fields, adas(-60, ['admin'])),
    );
    expect(notice).toMatchObject({ code: 'again', values: { task: 'ban' } });
    expect(JSON.stringify(notice)).not.toContain('private');
  });

  it('is renewed for a form that would outlast it, and for no other page', async () => {
    expect((await open(at('/account/password'), adas(290))).status).toBe(303);
    expect((await open(at('/account/password'), adas(900))).status).toBe(200);
    expect((await open(at('/account'), adas(290))).status).toBe(200);
  });

  it('is told to sign in where the session is over, once', async () => {
    const { cookie } = noticeOf(await open(at('/account/password'), adas(-60)));
    const gone = await open(at('/account/password'), cookie);
    expect(gone.headers.get('location')).toBe('/account/signin?next=%2Faccount%2Fpassword');
    const signIn = await open(at('/account/signin'), noticeOf(gone).cookie);
    expect(await signIn.text()).toContain('or the account is banned');
    expect(signIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^notice=;.*Expires=Thu, 01 Jan 1970/),
    ]);
  });
});

describe('a browser that comes back from the auth service', () => {
  /** Comes back to a page that was left with an expired token. */
  async function comesBack(path: string, session: string): Promise<Response> {
    const { cookie } = noticeOf(await open(at(path), adas(-60)));
    return open(at(path), `${session}; ${cookie}`);
  }

  it.each(['/account/signup', '/account/signin'])('with no session is told so on %s', async (path) => {
    expect(await (await comesBack(path, '')).text()).toContain('or the account is banned');
  });

  it.each(['/account/signup', '/account/signin'])('to %s, signed in, takes no mark along', async (path) => {
    const gone = await comesBack(path, adas());
    expect([gone.status, gone.headers.getSetCookie()]).toEqual([
      302,
      [expect.stringMatching(/^notice=;.*Expires=Thu, 01 Jan 1970/)],
    ]);
  });

  it('with a token that counts as expired here, too, goes round in no circle', async () => {
    const page = await comesBack('/account/devices', adas(-30));
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('clocks');
  });

  it('with one that ends soon, by the clock here, gets the form', async () => {
    expect((await comesBack('/account/password', adas(120))).status).toBe(200);
  });

  it.each(['/account/signup', '/account/signin'])('with a refused session is told so on %s', async (path) => {
    const session = adas(-60);
    const left = noticeOf(await open(at(path), session)).cookie;
    const mark = addRefusedRefresh(path, sessionDigest(session));
    const back = await open(at(mark), `${session}; ${left}`);
    expect([back.status, back.headers.get('location')]).toEqual([303, path]);
    const cookies = back.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    const page = await open(at(path), [session, ...cookies].join('; '));
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('or the account is banned'),
    ]);
  });
});

it('a form to sign in is sent even with an expired token', async () => {
  const fields = { email: ADA.email, password: 'a long passphrase' };
  // There is no auth service in this test.
  expect((await post(at('/account/signin'), fields, adas(-60))).status).toBe(503);
});

describe('the button to sign out', () => {
  it('renews an expired token first, since that proves no session any more, and comes back', async () => {
    const answer = await post(at('/account/signout'), {}, adas(-60));
    expect(answer.headers.get('location')).toBe('/api/users/refresh?return_to=%2Faccount%2Fsignout');
    // There is no auth service in this test: that it is asked shows.
    const back = await open(at('/account/signout'), `${adas()}; ${noticeOf(answer).cookie}`);
    expect(back.status).toBe(503);
  });

  it('cannot be pressed by a link', async () => {
    const { status, headers } = await open(at('/account/signout'), adas());
    expect([status, headers.get('location')]).toEqual([302, '/account']);
  });
});
