import { describe, expect, it } from '@jest/globals';
import { validateClaims } from '../../src/accounts/custom-claims';
import { requireRoomForClaims, requireRoomForRoles } from '../../src/accounts/token-room';

const NAME =
  'a name in claims is a letter and up to 31 letters, digits, underscores and hyphens, and none that every JavaScript object has';
const OBJECT = 'claims are a JSON object';
const DEPTH = 'claims are nested at most 3 levels deep';
const NUMBER = 'an integer in claims is at most 2^53 - 1; write a larger one as a string';

const names = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, 1] as const));
const parsed = (json: string): unknown => JSON.parse(json);

describe('validateClaims', () => {
  it.each<[string, unknown]>([
    ['none', {}],
    ['every kind of value', { a: 'x', b: 1, c: -1.5, d: true, e: null, f: [1, 'x'], g: { h: [null] } }],
    ['the longest name', { [`n${'-'.repeat(31)}`]: 1 }],
    ['the most names', names(32)],
    ['the deepest', { a: { b: { c: 1 } } }],
    ['the most bytes', { a: 'é'.repeat(286) }],
    ['registered names, which mean nothing in here', { iss: 'x', exp: 1, sub: null, roles: ['admin'] }],
    ['the largest integer', { a: Number.MAX_SAFE_INTEGER, b: -Number.MAX_SAFE_INTEGER, c: 1e-7 }],
    ['characters beyond the basic plane', { a: '😀' }],
  ])('takes %s', (_what, claims) => {
    expect(validateClaims(claims)).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, OBJECT],
    ['null', null, OBJECT],
    ['a list', [], OBJECT],
    ['a string', 'x', OBJECT],
    ['a date, which a database can hold', new Date(), OBJECT],
    ['a date inside', { a: new Date() }, 'claims hold nothing but JSON values'],
    ['undefined inside', { a: undefined }, 'claims hold nothing but JSON values'],
    ['an empty name', { '': 1 }, NAME],
    ['a digit in front', { '1a': 1 }, NAME],
    ['an underscore in front', { _id: 1 }, NAME],
    ['a dollar', { $set: 1 }, NAME],
    ['a dot', { 'a.b': 1 }, NAME],
    ['a letter beyond ASCII', { é: 1 }, NAME],
    ['a line end behind', { 'a\n': 1 }, NAME],
    ['33 characters', { [`n${'x'.repeat(32)}`]: 1 }, NAME],
    ['__proto__', parsed('{"__proto__":{"a":1}}'), NAME],
    ['constructor', { constructor: 1 }, NAME],
    ['toString', { toString: 1 }, NAME],
    ['a bad name inside', { a: { $b: 1 } }, NAME],
    ['a bad name in a list', { a: [{ $b: 1 }] }, NAME],
    ['half a character', { a: '\ud800' }, 'a string in claims has whole characters'],
    ['one that reads as infinite', parsed('{"a":1e400}'), NUMBER],
    ['an integer that is another one after parsing', parsed('{"a":9007199254740993}'), NUMBER],
    ['four levels', { a: { b: { c: { d: 1 } } } }, DEPTH],
    ['four levels of lists', { a: [[[1]]] }, DEPTH],
    ['an empty fourth level', { a: [[[]]] }, DEPTH],
    ['33 names', names(33), 'claims have at most 32 names'],
    ['33 names, most of them inside', { a: names(32) }, 'claims have at most 32 names'],
    ['581 bytes in fewer characters', { a: `${'é'.repeat(286)}x` }, 'claims have at most 580 bytes as JSON'],
  ])('refuses %s', (_what, claims, fault) => {
    expect(validateClaims(claims)).toBe(fault);
  });

  it('follows no depth that a body can have', () => {
    const deep = `${'['.repeat(8000)}${']'.repeat(8000)}`;
    expect(validateClaims(parsed(`{"a":${deep}}`))).toBe(DEPTH);
  });
});

describe('the room in a token', () => {
  const roles = ['r'.repeat(60)]; // 64 bytes as JSON
  const claimsOf = (bytes: number) => ({ a: 'x'.repeat(bytes - 8) });
  const tooLarge = (max: number, bytes: number) =>
    expect.objectContaining({
      statusCode: 400,
      code: 'token_too_large',
      message: expect.stringContaining(
        `a token has room for ${max} bytes of both as JSON, and these are ${bytes}`,
      ),
    });

  it('is 580 bytes for claims, with the roles', () => {
    requireRoomForClaims({ roles, claims: claimsOf(516) });
    expect(() => requireRoomForClaims({ roles, claims: claimsOf(517) })).toThrow(tooLarge(580, 581));
  });

  it('is as much for roles alone', () => {
    requireRoomForRoles({ roles: [...Array.from({ length: 24 }, () => 'r'.repeat(48)), 'x'.repeat(20)] });
    const more = [...Array.from({ length: 24 }, () => 'r'.repeat(48)), 'x'.repeat(21)];
    expect(() => requireRoomForRoles({ roles: more })).toThrow(tooLarge(1250, 1251));
  });

  it('is 1250 bytes for roles, with the claims', () => {
    requireRoomForRoles({ roles, claims: claimsOf(1186) });
    expect(() => requireRoomForRoles({ roles, claims: claimsOf(1187) })).toThrow(tooLarge(1250, 1251));
  });
});
