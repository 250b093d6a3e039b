import { sessionDigest } from '@latchkey/common/server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import { isCleared, setCookies } from '../../support/cookies';
import {
  cookiesOf,
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { changeUser, sessionDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';

const PATH = '/api/users/refresh';

describe('GET /api/users/refresh', () => {
  let auth: TestAuth;

  /** Follows a link to the refresh, its query as it stands in the address bar. */
  const visit = (query: string, device: Partial<Device>) =>
    auth.request().get(`${PATH}${query}`).redirects(0).set('Cookie', cookiesOf(device));

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('goes back to the page with renewed cookies', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(HOUR);
    const response = await visit('?return_to=/tickets%3Fpage%3D2%23top', device);
    expect(response.status).toBe(303);
    expect(response.headers).toMatchObject({ location: '/tickets?page=2#top', 'cache-control': 'no-store' });
    expect(response.text).toBe('');
    const renewed = deviceOf(response);
    expect((await send(auth, 'get', 'currentuser', renewed)).body).toHaveProperty(
      'currentUser.id',
      device.id,
    );
    await refreshDevice(auth, renewed).expect(200);
  });

  it('without cookies: goes back as it came', async () => {
    const response = await visit('?return_to=/tickets', {});
    expect([response.status, response.headers.location]).toEqual([303, '/tickets']);
    expect(setCookies(response)).toEqual([]);
  });

  describe.each<[string, (device: Device & { email: string }) => Promise<Partial<Device>>]>([
    [
      'with a session that was ended',
      async (device) => {
        await send(auth, 'post', 'signout', device).expect(200);
        return device;
      },
    ],
    [
      'with a banned account',
      async (device) => {
        await changeUser(auth, device.email, { ban: {} });
        return device;
      },
    ],
  ])('%s', (_how, prepare) => {
    it('goes back all the same: the page is told which session cookie was refused, and no cookie is touched', async () => {
      const device = await prepare(await signUpDevice(auth));
      const response = await visit('?return_to=/tickets%3Fpage%3D2%23top', device);
      const digest = sessionDigest(cookiesOf(device));
      expect(response.status).toBe(303);
      expect(response.headers.location).toBe(`/tickets?page=2&refresh_refused=${digest}#top`);
      expect(setCookies(response)).toEqual([]);
    });

    it('ends the circle of a page that does not know what it was told: then the cookies are cleared', async () => {
      const device = await prepare(await signUpDevice(auth));
      const first = await visit('?return_to=/tickets', device);
      const again = await visit(`?return_to=${encodeURIComponent(first.headers.location!)}`, device);
      expect([again.status, again.headers.location]).toEqual([303, '/tickets']);
      expect([isCleared(again, 'session'), isCleared(again, 'refresh')]).toEqual([true, true]);
    });

    it('clears nothing for a digest that somebody made up, and says which one it is', async () => {
      const device = await prepare(await signUpDevice(auth));
      const response = await visit('?return_to=/tickets%3Frefresh_refused%3Dx', device);
      const digest = sessionDigest(cookiesOf(device));
      expect(response.headers.location).toBe(`/tickets?refresh_refused=${digest}`);
      expect(setCookies(response)).toEqual([]);
    });
  });

  it('is a small page with Retry-After and without a way back when it is too often', async () => {
    let device: Device = await signUpDevice(auth);
    for (let n = 0; n < 60; n++) device = deviceOf(await refreshDevice(auth, device).expect(200));
    const response = await visit('?return_to=/tickets', device);
    expect([response.status, response.type]).toEqual([429, 'text/html']);
    expect(response.headers['retry-after']).toMatch(/^[1-9]\d?$/);
    expect(response.headers).not.toHaveProperty('location');
    expect(response.headers).not.toHaveProperty('refresh');
    expect(response.text).not.toMatch(/<script|<meta http-equiv|\/tickets/);
    expect(setCookies(response)).toEqual([]);
  });

  it.each([
    ['HEAD', 'head', {}],
    ['a prefetch', 'get', { 'Sec-Purpose': 'prefetch' }],
    ['a prerender', 'get', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['a prefetch of older browsers', 'get', { Purpose: 'prefetch' }],
    ['an image', 'get', { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' }],
    ['a frame', 'get', { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Mode': 'navigate' }],
    ['a fetch', 'get', { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors' }],
  ] as const)('refuses %s and exchanges nothing', async (_what, method, headers) => {
    const device = await signUpDevice(auth);
    const before = await sessionDocument(auth, sidOf(device));
    const request = auth.request()[method](`${PATH}?return_to=/`).redirects(0);
    const response = await request.set('Cookie', cookiesOf(device)).set(headers);
    expect(response.status).toBe(400);
    if (method === 'get') expectProblem(response, 400, 'not_a_navigation');
    expect(setCookies(response)).toEqual([]);
    expect(await sessionDocument(auth, sidOf(device))).toEqual(before);
  });

  it('goes back for a navigation that says so', async () => {
    const headers = { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate' };
    const response = await visit('?return_to=/', await signUpDevice(auth)).set(headers);
    expect([response.status, response.headers.location]).toEqual([303, '/']);
  });

  it('charges the person with nothing that it refuses: images of a sibling origin, and bad paths', async () => {
    const device = await signUpDevice(auth);
    const image = { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Site': 'same-site' };
    for (let n = 0; n < 60; n++) {
      expectProblem(await visit('?return_to=/', device).set(image), 400, 'not_a_navigation');
      expectProblem(await visit('?return_to=//elsewhere', device), 400, 'invalid_return_to');
    }
    await refreshDevice(auth, device).expect(200);
  });
});
