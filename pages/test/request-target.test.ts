import { describe, expect, it } from '@jest/globals';
import { adas } from '../../e2e/support/adas';
import { open, post } from '../../e2e/support/page-requests';
import { rawGet } from '../../e2e/support/raw-request';
import { usePagesAlone } from './support/pages';

const { at, pages } = usePagesAlone();

describe('a request for', () => {
  it.each([
    ['a whole URL', 'http://localhost/account/signin'],
    ['a URL whose host is much work to parse', `http://${'%CD%85%D6%9A'.repeat(1_000)}/account/signin`],
    ['a URL whose host is none', 'http://%/account/signin'],
    ['no path', '*'],
  ])('%s is refused, and no fault', async (_what, target) => {
    const before = pages().errors();
    const answer = await rawGet(Number(new URL(pages().url).port), target);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*begins with a slash/s);
    expect(pages().errors()).toBe(before);
  });

  it('a path is answered', async () => {
    expect(await rawGet(Number(new URL(pages().url).port), '/account/signin')).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('an id that is none of an account', () => {
  it.each([
    'sessions',
    'invitations',
    'audit',
    'currentuser',
    '..%2Finvitations',
    '%0d%0aSet-Cookie:%20a=b',
    '%E2%82%AC',
    '0123456789ABCDEF01234567',
    '0123456789abcdef012345678',
  ])('%s is no page, and no fault', async (id) => {
    const before = pages().errors();
    const cookie = adas(900, ['admin']);
    for (const path of [`/account/admin/accounts/${id}`, `/account/admin/accounts/${id}/take-admin`]) {
      expect((await open(at(path), cookie)).status).toBe(404);
      expect((await post(at(path), { task: 'ban' }, cookie)).status).toBe(404);
    }
    expect(pages().errors()).toBe(before);
  });
});
