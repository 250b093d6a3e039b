import { describe, expect, it } from '@jest/globals';
import {
  formsOfEmail,
  formsOfPart,
  isKnowableEmail,
  normalizeEmail,
  validateNewEmail,
} from '../../src/accounts/email';

describe('the one form of an address', () => {
  it.each([
    ['spaces around it', ' ada@example.com\t', 'ada@example.com'],
    ['capitals', 'Ada.Lovelace@Example.COM', 'ada.lovelace@example.com'],
    ['an accent of its own', 'andre\u0301@example.com', 'andr\u00e9@example.com'],
    ['a capital without a composed form', 'J\u030cana@example.com', '\u01f0ana@example.com'],
    ['its small letter, composed', '\u01f0ana@example.com', '\u01f0ana@example.com'],
    ['a domain in Unicode', 'ada@M\u00dcNCHEN.example', 'ada@xn--mnchen-3ya.example'],
    ['that domain decomposed', 'ada@mu\u0308nchen.example', 'ada@xn--mnchen-3ya.example'],
    ['that domain in punycode', 'ada@XN--Mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
    ['an ideographic full stop', 'ada@example\u3002com', 'ada@example.com'],
    ['a plus sign, which providers differ in', 'ada+news@example.com', 'ada+news@example.com'],
  ])('is reached from %s', (_what, typed, normal) => {
    expect(normalizeEmail(typed)).toBe(normal);
    expect(normalizeEmail(normal)).toBe(normal);
    expect(formsOfEmail(typed)[0]).toBe(normal);
    expect(validateNewEmail(typed)).toBeUndefined();
  });

  it('is its own form, whatever letters are in it', () => {
    const marks = ['', '\u0301', '\u0307', '\u030c', '\u0331', '\u0345'];
    for (let point = 0x21; point <= 0x2fff; point++) {
      for (const mark of marks) {
        const email = `${String.fromCodePoint(point)}${mark}x@example.com`;
        const normal = normalizeEmail(email);
        if (normalizeEmail(normal) !== normal) throw new Error(`U+${point.toString(16)}${mark}`);
      }
    }
  });

  it.each([
    ['%-encoding', 'ada@ex%41mple.com'],
    ['a path', 'ada@example.com/x'],
    ['a port', 'ada@example.com:25'],
    ['a query', 'ada@example.com?x'],
    ['a fullwidth slash', 'ada@example.com\uff0fx'],
    ['an address of IPv4 in fullwidth digits', 'ada@\uff11\uff12\uff17.0.0.1'],
    ['a number', 'ada@2130706433'],
    ['half a surrogate pair', 'ada\ud800@example.com'],
    ['two at signs', 'ada@example.com@example.org'],
  ])('is none with %s', (_what, typed) => {
    expect(validateNewEmail(typed)).toMatch(/^Give (a valid|an) email/);
    expect(isKnowableEmail(typed)).toBe(false);
  });
});

it('may be known with punycode that is none, of an older release, and is not taken anew', () => {
  expect(isKnowableEmail('ada@xn--a.example')).toBe(true);
  expect(validateNewEmail('ada@xn--a.example')).toBe('Give a valid email address.');
});

describe('a new address', () => {
  it.each([
    ['a zero-width space', 'ad\u200ba@example.com'],
    ['a right-to-left override', 'ada\u202e@example.com'],
    ['a soft hyphen', 'ad\u00ada@example.com'],
    ['a word joiner', 'ad\u2060a@example.com'],
    ['a byte order mark', 'ad\ufeffa@example.com'],
    ['a variation selector', 'ada\ufe0f@example.com'],
    ['a tag character', 'ada\u{e0041}@example.com'],
    ['a Hangul filler', 'ada\u3164@example.com'],
    ['a combining grapheme joiner', 'ad\u034fa@example.com'],
    ['a blank of braille', 'ada\u2800@example.com'],
    ['a no-break space', 'ad\u00a0a@example.com'],
    ['a control character', 'ad\u0085a@example.com'],
    ['a private character', 'ad\ue000a@example.com'],
    ['an unassigned one', 'ad\u0378a@example.com'],
    ['a zero-width space in its domain', 'ada@exam\u200bple.com'],
    ['fullwidth letters', '\uff41da@example.com'],
    ['mathematical letters', '\u{1d41a}da@example.com'],
    ['a ligature', 'o\ufb03ce@example.com'],
    ['a Cyrillic letter among Latin ones', '\u0430da@example.com'],
    ['a Greek letter among Latin ones', 'ad\u03b1@example.com'],
    ['another address in quotes', '"ada@evil.example"@example.com'],
    ['brackets in quotes', '"ada><eve"@example.com'],
    ['an encoded word', '=?utf-8?q?eve=40evil.example=2C?=ada@example.com'],
    ['an encoded word in base64', '=?UTF-8*EN?B?ZXZl?=@example.com'],
  ])('cannot contain %s', (_what, typed) => {
    expect(validateNewEmail(typed)).toMatch(/^Give (a valid|an) email address/);
  });

  it.each([
    '\u0438\u0432\u0430\u043d.7@example.com',
    '\u7530\u4e2d@example.com',
    'jos\u00e9@example.com',
    '\u03b1\u03b4\u03b1@example.com',
  ])('can be in one alphabet: %s', (typed) => expect(validateNewEmail(typed)).toBeUndefined());
});

describe('the forms that an address may be stored in', () => {
  it('are what older releases and services stored', () => {
    expect(formsOfEmail(' Ada@XN--mnchen-3ya.example')).toEqual([
      'ada@xn--mnchen-3ya.example',
      'ada@m\u00fcnchen.example',
      'Ada@XN--mnchen-3ya.example',
    ]);
    expect(formsOfEmail('J\u030c@M\u00fcnchen.example')).toEqual([
      '\u01f0@xn--mnchen-3ya.example',
      'j\u030c@m\u00fcnchen.example',
      '\u01f0@m\u00fcnchen.example',
      'J\u030c@M\u00fcnchen.example',
    ]);
    expect(formsOfEmail('ad\u200ba@example.com')).toEqual(['ad\u200ba@example.com']);
  });

  it('are those of a part of it, too', () => {
    expect(formsOfPart('@M\u00fcnchen.example')).toEqual([
      '@m\u00fcnchen.example',
      '@xn--mnchen-3ya.example',
    ]);
    expect(formsOfPart('xn--mnchen-3ya')).toEqual(['xn--mnchen-3ya', 'm\u00fcnchen']);
    expect(formsOfPart('Ada')).toEqual(['ada']);
  });
});
