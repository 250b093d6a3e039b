import { describe, expect, it } from '@jest/globals';
import { keyOf, parseRevocation, readJson, type Revocation } from '../../src/revocations/revocation';

const wire: [string, Revocation][] = [
  ['user.ada.7', { kind: 'user', user: 'ada', gen: 7, until: 1000 }],
  [
    'user.66f2a1b4c8d9e0f1a2b3c4d5.0',
    { kind: 'user', user: '66f2a1b4c8d9e0f1a2b3c4d5', gen: 0, until: 1000 },
  ],
  ['session.Az09_-Az09_-Az09_-Az09', { kind: 'session', session: 'Az09_-Az09_-Az09_-Az09', until: 1000 }],
];

describe('a revocation on the wire', () => {
  it.each(wire)('is named %s', (key, revocation) => {
    expect(keyOf(revocation)).toBe(key);
    expect(parseRevocation(key, 1000)).toEqual(revocation);
  });

  it.each([
    '',
    'user',
    'user.ada',
    'user.ada.',
    'user..7',
    'user.ada.seven',
    'user.ada.-7',
    'user.ada.7.5',
    'user.ada.1e3',
    'user.ada.1234567890123456',
    'user.ada.7 ',
    'user.ada.7\n',
    ' user.ada.7',
    'user.*.7',
    'user.>.7',
    'user.ad a.7',
    'USER.ada.7',
    `user.${'a'.repeat(65)}.7`,
    'session.',
    'session.a.b',
    'session.é',
    `session.${'a'.repeat(65)}`,
    'as-of',
    'role.admin.7',
    '__proto__',
    undefined,
    null,
    7,
    {},
    ['user.ada.7'],
  ])('has no other key: %j', (key) => {
    expect(parseRevocation(key, 1000)).toBeUndefined();
  });

  it.each([undefined, null, '1000', NaN, Infinity, 1000.5, 2 ** 53, {}, [1000], true])(
    'has a time in whole seconds, and not %j',
    (until) => {
      expect(parseRevocation('user.ada.7', until)).toBeUndefined();
      expect(parseRevocation('session.one', until)).toBeUndefined();
    },
  );
});

describe('the JSON of a feed', () => {
  it('is an object', () => {
    expect(readJson('{"until":1000}')).toEqual({ until: 1000 });
  });

  it.each(['', ' ', '{', 'null', '7', '"until"', 'true', '[1000]', '{"until":1000}}', '\u0000', 'undefined'])(
    'tells nothing when it is %j',
    (text) => {
      const { key, until, at } = readJson(text);
      expect(parseRevocation(key, until)).toBeUndefined();
      expect(at).not.toEqual(expect.any(Number));
    },
  );
});
