import { describe, expect, it } from '@jest/globals';
import { noticeOf, open, post, returnPath } from '../../../e2e/support/page-requests';
import { adas } from '../../../e2e/support/adas';
import { useWebAlone } from './support/web';

const { web } = useWebAlone();
/** There is no tickets service in this test, so that a page of tickets which is made has to wait. */
const TAKEN = 503;

describe('a page whose access token has expired', () => {
  it.each(['/', '/tickets?after=1&x=y'])(
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
      '/account/signin?next=%2Ftickets%3Fafter%3D1',
    ]);
  });

  it('is a document’s redirect for a script that asks', async () => {
    const response = await open(`${web().url}/tickets.data`, adas(-60));
    expect(await response.text()).toContain('/api/users/refresh?return_to=%2Ftickets');
  });
});

describe('a page with a form', () => {
  it('renews a token that has less than five minutes left', async () => {
    const response = await open(`${web().url}/tickets`, adas(290));
    expect([response.status, returnPath(response)]).toEqual([303, '/tickets']);
  });

  it('does not when there is more, and other pages do not at all', async () => {
    expect((await open(`${web().url}/tickets`, adas(900))).status).toBe(TAKEN);
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
    expect(notice).toMatchObject({ code: 'again' });
    expect(notice).not.toHaveProperty('values');
  });
});

describe('who comes back from the auth service', () => {
  /** Comes back to a page that was left with an expired token. */
  async function comesBack(path: string, session: string): Promise<Response> {
    const { cookie } = noticeOf(await open(`${web().url}${path}`, adas(-60)));
    return open(`${web().url}${path}`, `${session}; ${cookie}`);
  }

  it('with a token that counts as expired here, too, goes round in no circle', async () => {
    const page = await comesBack('/tickets', adas(-30));
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await page.text()).toContain('clocks');
  });

  it('with one that ends soon, by the clock here, is sent round no more', async () => {
    expect((await comesBack('/tickets', adas(120))).status).toBe(TAKEN);
  });

  it('with the same one was not there yet, and goes again', async () => {
    const session = adas(-60);
    const first = await open(`${web().url}/tickets`, session);
    const second = await open(`${web().url}/tickets`, `${session}; ${noticeOf(first).cookie}`);
    expect([second.status, returnPath(second)]).toEqual([303, '/tickets']);
  });

  it('with none is sent to the sign-in, which is left word', async () => {
    const gone = await comesBack('/tickets', '');
    expect(gone.headers.get('location')).toBe('/account/signin?next=%2Ftickets');
    expect(noticeOf(gone).notice).toEqual({ page: '/account/signin', code: 'session_ended' });
  });

  it('with none is told so on the start page', async () => {
    expect(await (await comesBack('/', '')).text()).toContain('or the account is banned');
  });
});
