import { addRefusedRefresh } from '@latchkey/common/protocol';
import { sessionDigest } from '@latchkey/common/server';
import { describe, expect, it } from '@jest/globals';
import { noticeOf, open, post, returnPath } from '../../../e2e/support/page-requests';
import { ADA, adas } from '../../../e2e/support/adas';
import { useWebAlone } from './support/web';

const { web } = useWebAlone();

describe('who comes back from a refused refresh', () => {
  /** Comes back to a page with the session cookie that was refused, by the address that the auth service makes. */
  async function comesBackRefused(path: string, session: string) {
    const left = noticeOf(await open(`${web().url}${path}`, session)).cookie;
    const mark = addRefusedRefresh(path, sessionDigest(session));
    return open(`${web().url}${mark}`, `${session}; ${left}`);
  }

  /** The cookies of the browser afterwards. */
  const cookiesAfter = (response: Response, session: string) =>
    [session, ...response.headers.getSetCookie().map((line) => line.split(';', 1)[0]!)].join('; ');

  it('is sent on to the page’s own address, and remembered until the browser closes', async () => {
    const response = await comesBackRefused('/tickets?after=1', adas(-60));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/tickets?after=1']);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^refused=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^notice=/),
    ]);
  });

  it('is signed out from then on, and sent to no refresh again', async () => {
    const session = adas(-60);
    const cookies = cookiesAfter(await comesBackRefused('/tickets', session), session);
    const page = await open(`${web().url}/tickets`, cookies);
    expect(page.headers.get('location')).toBe('/account/signin?next=%2Ftickets');
    expect(noticeOf(page).notice).toMatchObject({ page: '/account/signin', code: 'session_ended' });
    expect(
      (await post(`${web().url}/tickets`, { title: 'a', price: '1' }, cookies)).headers.get('location'),
    ).toBe('/account/signin?next=%2Ftickets');
  });

  it('is told so on the start page', async () => {
    const session = adas(-60);
    const cookies = cookiesAfter(await comesBackRefused('/', session), session);
    expect(await (await open(`${web().url}/`, cookies)).text()).toContain('or the account is banned');
  });

  it('is signed out with a token that this page would still take, too', async () => {
    const session = adas(120);
    const cookies = cookiesAfter(await comesBackRefused('/tickets', session), session);
    const page = await open(`${web().url}/tickets`, cookies);
    expect(page.headers.get('location')).toBe('/account/signin?next=%2Ftickets');
  });

  it('is signed in again with another session cookie', async () => {
    const session = adas(-60);
    const refused = cookiesAfter(await comesBackRefused('/', session), '');
    expect(await (await open(`${web().url}/`, `${adas()}${refused}`)).text()).toContain(ADA.email);
    expect(returnPath(await open(`${web().url}/tickets`, `${adas(-30)}${refused}`))).toBe('/tickets');
  });

  it('is not signed out by an address that somebody made up, and the address is cleaned', async () => {
    const response = await open(`${web().url}/tickets?refresh_refused=x&after=1`, adas());
    expect([response.status, response.headers.get('location')]).toEqual([303, '/tickets?after=1']);
    expect(response.headers.getSetCookie()).toEqual([]);
    const elsewhere = await open(`${web().url}//evil.example/?refresh_refused=x`, adas());
    expect(elsewhere.headers.get('location')).toBe('/');
  });
});
