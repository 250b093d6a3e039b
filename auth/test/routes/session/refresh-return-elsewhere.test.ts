import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { setCookies } from '../../support/cookies';
import { cookiesOf, signUpDevice, type Device } from '../../support/devices';
import { expectProblem } from '../../support/problems';

const PATH = '/api/users/refresh';

describe('a return_to of another origin', () => {
  const TRUSTED = 'https://app.example.com';
  let auth: TestAuth;

  const visit = (target: string, device: Partial<Device> = {}) =>
    auth
      .request()
      .get(`${PATH}?return_to=${encodeURIComponent(target)}`)
      .redirects(0)
      .set('Cookie', cookiesOf(device));

  beforeAll(async () => {
    auth = await startAuth({
      RETURN_ORIGINS: `${TRUSTED}, http://localhost:3000`,
      // What may read answers is not returned to.
      TRUSTED_ORIGINS: 'https://shop.example.org,https://*.example.org,capacitor://localhost',
    });
  });
  afterAll(() => auth.stop());

  it.each([
    [`${TRUSTED}/tickets?a=b#top`, `${TRUSTED}/tickets?a=b#top`],
    [TRUSTED, `${TRUSTED}/`],
    [`${TRUSTED}:443/`, `${TRUSTED}/`],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
    ['/tickets', '/tickets'],
  ])('goes back to %j, which RETURN_ORIGINS names', async (target, location) => {
    const device = await signUpDevice(auth);
    const response = await visit(target, device);
    expect([response.status, response.headers.location]).toEqual([303, location]);
    expect(setCookies(response)).not.toEqual([]);
  });

  it('marks a refused refresh there, and goes back there from the second one, too', async () => {
    const { session } = await signUpDevice(auth);
    const marked = (await visit(`${TRUSTED}/a?b=c`, { session })).headers.location!;
    expect(marked).toMatch(/^https:\/\/app\.example\.com\/a\?b=c&refresh_refused=[\w-]{43}$/);
    const again = await visit(marked, { session });
    expect([again.status, again.headers.location]).toEqual([303, `${TRUSTED}/a?b=c`]);
  });

  it.each([
    'https://shop.example.org/',
    'https://*.example.org/',
    'capacitor://localhost/',
    'https://evil.example/',
    `${TRUSTED}.evil.example/`,
    `${TRUSTED}@evil.example/`,
    `${TRUSTED}:443@evil.example/`,
    `${TRUSTED}\\@evil.example/`,
    `${TRUSTED}:8443/`,
    'http://app.example.com/',
    `${TRUSTED}\t.evil.example/`,
    ` ${TRUSTED}/`,
    `${TRUSTED}/\r\nSet-Cookie: a=b`,
    'https:/app.example.com/',
    'https:///app.example.com/',
    'https:app.example.com/',
    '//app.example.com/',
    `${TRUSTED}${PATH}?return_to=/`,
    `${TRUSTED}/api/users/%72efresh`,
    `https://${'a'.repeat(400)}/`,
    `${TRUSTED}/${'a'.repeat(8200)}`,
  ])('refuses %j', async (target) => {
    const response = await visit(target, await signUpDevice(auth));
    expectProblem(response, 400, 'invalid_return_to');
    expect(response.headers).not.toHaveProperty('location');
    expect(setCookies(response)).toEqual([]);
  });
});
