import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { setCookies } from '../../support/cookies';
import { cookiesOf, signUpDevice, type Device } from '../../support/devices';
import { expectProblem } from '../../support/problems';

const PATH = '/api/users/refresh';

const ORIGIN = 'https://app.example.com';

describe('the return_to of GET /api/users/refresh', () => {
  let auth: TestAuth;

  /** Follows a link to the refresh, its query as it stands in the address bar. */
  const visit = (query: string, device: Partial<Device> = {}) =>
    auth.request().get(`${PATH}${query}`).redirects(0).set('Cookie', cookiesOf(device));

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it.each([
    ['/', '/'],
    ['/tickets', '/tickets'],
    ['/a%20b', '/a%20b'],
    ['/a b', '/a%20b'],
    ['/ünï', '/%C3%BCn%C3%AF'],
    ['/a/../b/./c', '/b/c'],
    ['/a//b', '/a//b'],
    ['/?next=//evil.example', '/?next=//evil.example'],
    ['/?next=https://evil.example', '/?next=https://evil.example'],
    ['/#//evil.example', '/#//evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/:80', '/:80'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/%5cevil.example', '/%5cevil.example'],
    ['/%09/evil.example', '/%09/evil.example'],
    ['/api/users/docs', '/api/users/docs'],
    ['/api/users/refreshed', '/api/users/refreshed'],
  ])('goes back to %j', async (path, location) => {
    const response = await visit(`?return_to=${encodeURIComponent(path)}`);
    expect([response.status, response.headers.location]).toEqual([303, location]);
    expect(new URL(response.headers.location!, ORIGIN).origin).toBe(ORIGIN);
  });

  it.each([
    '',
    ' ',
    'tickets',
    '?a=b',
    '#top',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    '/tickets\\..\\..\\evil',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    '/.\\/evil.example',
    '/./\\evil.example',
    ' //evil.example',
    ' /tickets',
    '\t//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    '/\u0000/evil.example',
    '/\u0085/evil.example',
    '/tickets\r\nSet-Cookie: session=planted',
    'http://evil.example',
    'https:evil.example',
    'https:/evil.example',
    `${ORIGIN}/tickets`,
    'javascript:alert(1)',
    'data:text/html,hello',
    '//[',
  ])('refuses %j', async (path) => {
    const device = await signUpDevice(auth);
    const response = await visit(`?return_to=${encodeURIComponent(path)}`, device);
    expectProblem(response, 400, 'invalid_return_to');
    expect(response.headers).not.toHaveProperty('location');
    expect(setCookies(response)).toEqual([]);
  });

  it.each([
    PATH,
    `${PATH}/`,
    `${PATH}//`,
    `${PATH}?return_to=/`,
    `${PATH}#top`,
    '/API/Users/Refresh',
    '/api//users///refresh',
    '/api/users/./refresh',
    '/api/users/x/../refresh',
    '/api/users/%2e/refresh',
    '/api/users/%72efresh',
    '/api%2fusers%2Frefresh',
    '/%61pi/users/refresh%2f',
    '/api/users/refresh%',
  ])('refuses %j, which leads back to it', async (path) => {
    expectProblem(await visit(`?return_to=${encodeURIComponent(path)}`), 400, 'invalid_return_to');
  });

  it.each([
    '',
    '?',
    '?return_to',
    '?return_to[]=/a',
    '?return_to=/a&return_to=/b',
    '?return_to[x]=/a',
    '?Return_To=/a',
  ])('refuses the query %j', async (query) => {
    expectProblem(await visit(query), 400, 'invalid_return_to');
  });

  it('never leaves the origin, whatever is put in front of the host', async () => {
    const parts = [
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '%2e',
      '\t',
      '\n',
      '\0',
      ' ',
      '@',
      ':',
      ';',
      '?',
      '#',
      '\u2028',
      '／',
    ];
    const prefixes = parts.flatMap((a) => parts.flatMap((b) => [`/${a}${b}`, `/${a}/${b}/`, `/${a}${b}//`]));
    let taken = 0;
    for (const prefix of prefixes) {
      const { status, headers } = await visit(
        `?return_to=${encodeURIComponent(`${prefix}evil.example`)}`,
      ).set('X-Forwarded-For', `203.0.113.${taken % 250}`);
      if (status !== 303) continue;
      taken++;
      expect({ prefix, origin: new URL(headers.location!, ORIGIN).origin }).toEqual({
        prefix,
        origin: ORIGIN,
      });
    }
    expect(taken).toBeGreaterThan(100);
  });

  it('takes a long path, as long as a request line can be', async () => {
    const path = `/${'a'.repeat(8000)}`;
    const response = await visit(`?return_to=${path}`);
    expect([response.status, response.headers.location]).toEqual([303, path]);
  });
});
