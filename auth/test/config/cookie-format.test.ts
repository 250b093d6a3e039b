import { expect, it } from '@jest/globals';
import { faultsOf, read, REQUIRED } from '../support/config';

const BARE = { COOKIE_FORMAT: 'jwt' };
const COOKIE_KEY = Buffer.alloc(32, 7).toString('base64');

it('COOKIE_FORMAT=jwt is refused together with COOKIE_KEY, which hides what others are to read', () => {
  expect(read(BARE).COOKIE_FORMAT).toBe('jwt');
  expect(read({ COOKIE_FORMAT: 'session', COOKIE_KEY }).COOKIE_FORMAT).toBe('session');
  for (const key of [COOKIE_KEY, `decrypt:${COOKIE_KEY}`])
    expect(faultsOf({ ...REQUIRED, ...BARE, COOKIE_KEY: key })).toEqual([
      expect.stringMatching(/^COOKIE_FORMAT=jwt .* leave COOKIE_FORMAT out, or first remove COOKIE_KEY/),
    ]);
});
