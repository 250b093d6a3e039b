import { readRefusedRefresh, sessionDigest } from '@latchkey/common/server';
import { addRefusedRefresh } from '@latchkey/common/protocol';
import { describe, expect, it } from '@jest/globals';

describe('sessionDigest', () => {
  it('is of the session cookies alone, whatever stands beside them', () => {
    const digest = sessionDigest('session=one');
    expect(digest).toMatch(/^[\w-]{43}$/);
    expect(sessionDigest('a=1; session=one; refresh=two; xsession=3;device=4')).toBe(digest);
    expect(sessionDigest('session=two')).not.toBe(digest);
    expect(sessionDigest('session=one; session=two')).not.toBe(digest);
    expect(sessionDigest('__Host-session=one')).not.toBe(digest);
  });

  it.each([undefined, '', 'a=1', 'xsession=1'])('is empty for %j', (cookie) => {
    expect(sessionDigest(cookie)).toBe('');
  });
});

describe('readRefusedRefresh', () => {
  it.each(['/', '/tickets', '/tickets?page=2&q=a%20b', '/tickets?page=2#top', '/#top'])(
    'takes out of an address what was added to %s',
    (target) => {
      expect(readRefusedRefresh(target)).toBeUndefined();
      expect(readRefusedRefresh(addRefusedRefresh(target, 'abc'))).toEqual({
        digest: 'abc',
        location: target,
      });
    },
  );

  it.each(['//evil.example/', '/\\evil.example', '/\t/evil.example', 'https://evil.example/', ''])(
    'leads from %j to this origin',
    (target) => {
      expect(readRefusedRefresh(`${target}?refresh_refused=x`)?.location).toBe('/');
    },
  );
});
