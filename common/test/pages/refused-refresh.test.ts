import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addRefusedRefresh } from '@latchkey/common/protocol';
import { sessionDigest } from '../../src/server';
import { noticeOf, open, returnPath } from '../support/page-visits';
import { startPageServer, type PageServer } from '../support/page-server';
import { asCookie, claimsSet, token } from '../support/tokens';

let pages: PageServer;
beforeAll(async () => {
  pages = await startPageServer((visit) => {
    if (visit.url.pathname === '/account/signin') return new Response(visit.takeNotice().code ?? 'none');
    return new Response(visit.arriveSignedIn().email);
  });
});
afterAll(() => pages.stop());

const expired = () => {
  const exp = Math.floor(Date.now() / 1000) - 60;
  return asCookie(token(claimsSet({ iat: exp - 900, exp })), 'session');
};

/** Comes back to a page with the session cookie that was refused. @returns the answer, and the cookies afterwards */
async function comesBackRefused(path: string, session: string) {
  const left = noticeOf(await open(`${pages.url}${path}`, session)).cookie;
  const mark = addRefusedRefresh(path, sessionDigest(session));
  const answer = await open(`${pages.url}${mark}`, `${session}; ${left}`);
  const lines = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  return { answer, cookies: [session, ...lines].join('; ') };
}

describe('a browser whose refresh was refused', () => {
  it('is sent on to the page’s own address, and remembered until it closes', async () => {
    const { answer } = await comesBackRefused('/tickets?after=1', expired());
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/tickets?after=1']);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^refused=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^notice=/),
    ]);
  });

  it('is signed out from then on, sent to no refresh again, and told why', async () => {
    const { cookies } = await comesBackRefused('/tickets', expired());
    const page = await open(`${pages.url}/tickets`, cookies);
    expect(page.headers.get('location')).toBe('/account/signin?next=%2Ftickets');
    const signIn = await open(`${pages.url}/account/signin`, `${noticeOf(page).cookie}; ${cookies}`);
    expect(await signIn.text()).toBe('session_ended');
  });

  it('is signed in again with another session cookie', async () => {
    const { cookies } = await comesBackRefused('/tickets', expired());
    const others = cookies.slice(cookies.indexOf(';') + 2);
    expect(returnPath(await open(`${pages.url}/`, `${expired()}; ${others}`))).toBe('/');
  });

  it('is not made up by an address, which is cleaned', async () => {
    const session = asCookie(token(), 'session');
    const answer = await open(`${pages.url}/tickets?refresh_refused=x&after=1`, session);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/tickets?after=1']);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
