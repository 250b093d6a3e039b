import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createPasswordPolicy } from '../../../src/credentials/password/password-policy';

const EMAIL = 'ada.lovelace1815@krankenhaus-nord.example.com';
const settings = { minLength: 8, blocklist: true, appName: 'Ticket Shop' };
const faultOf = createPasswordPolicy(settings);

const KINDS = {
  'one of the most common': [
    ...['password', '12345678', 'PassWord', 'iloveyou', 'qwertyuiop', '1qaz2wsx', 'letmeinnow'],
  ],
  'your email address': [
    ...[
      EMAIL,
      EMAIL.toUpperCase(),
      'ada.lovelace',
      'AdaLovelace1',
      'lovelace2026!',
      'l0vel4ce!!',
      'krankenhaus7',
    ],
    ...['krankenhaus-nord', 'Krankenhaus2026!', '2026lovelace', 'ada.lovelace.ada.lovelace', 'lovelace1815'],
  ],
  'the name of this application': [
    ...[
      'Latchkey1',
      'latchkey2026',
      'Latchkey!2026',
      'L4tchk3y!',
      'Ticket Shop',
      'TicketShop1',
      'ticketshop!!!',
    ],
  ],
  'repeats the same characters': [
    ...[
      'aaaaaaaa',
      '        ',
      'abcabcabcabc',
      '🔑'.repeat(8),
      'qz'.repeat(128),
      '密码密码密码密码',
      'hunter2hunter2',
    ],
  ],
  'a sequence or a pattern of keys': [
    'abcdefgh',
    'hgfedcba',
    '23456789abc',
    'qwertzuiop',
    'asdfghjkl;',
    'zaq1ZAQ!',
  ],
  'a date': ['20261126', '01.01.1990', '26-11-2026'],
  'a common word or name': [
    ...[
      'Passw0rd!',
      'P@ssw0rd2024',
      'Summer2026!',
      'Winter2025',
      'Monday2026!',
      'September26',
      'Berlin2026!',
    ],
    ...[
      'Company2024!',
      'Passwort123!',
      'Birmingham1!',
      'thomas1990',
      'drowssap1!',
      'dragon monkey',
      ' password',
    ],
  ],
};

describe.each(Object.entries(KINDS))('a password that is %s', (kind, passwords) => {
  it.each(passwords)('is refused with that reason and what to do: %j', (password) => {
    const fault = faultOf(password, EMAIL);
    expect(fault).toContain(kind);
    expect(fault).toMatch(/ Use several unrelated words, or a password manager\.$/);
  });
});

describe('a password that is hard to guess', () => {
  it.each([
    ...[
      'correct horse battery staple',
      'tokyo-lisbon-73',
      'Zürich-Käse-Velo',
      'пароль длинный',
      '我的猫喜欢吃鱼和虾',
    ],
    ...['a long passphrase', 'password of mine', 'never-tell-this-one', 'kT9#vLq2', 'qzkvxwpj', 'vLq2941!'],
    // What is in it does not count against a password that is long enough without.
    ...[
      'ada and the seven violins',
      'my ticket shop has blue doors',
      'latchkey children whistle',
      'constructor of reefs',
    ],
    `${'a'.repeat(20)} then two violins`,
    'a rather long password, over 72 bytes'.repeat(4),
  ])('is taken: %j', (password) => {
    expect(faultOf(password, EMAIL)).toBeUndefined();
  });

  it.each([10, 12, 16, 20, 64, 256])('is taken when a password manager made it: %i characters', (length) => {
    const characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+-./:;=?@_';
    const random = () => Array.from({ length }, () => characters[randomInt(characters.length)]).join('');
    const refused = Array.from({ length: 100 }, random).filter((password) => faultOf(password, EMAIL));
    // At 10 characters one in many thousands happens to hold a word.
    expect(refused.length).toBeLessThanOrEqual(length > 10 ? 0 : 2);
  });
});

describe('the context of a password', () => {
  it('is the email that it is for, and no other', () => {
    expect(faultOf('lovelace-qz7', EMAIL)).toMatch(/your email address/);
    expect(faultOf('lovelace-qz7', 'grace@example.com')).toBeUndefined();
    expect(faultOf('lovelace-qz7', '')).toBeUndefined();
  });

  it('is the name that is set', () => {
    expect(faultOf('ticketshop-qz', EMAIL)).toMatch(/name of this application/);
    const other = createPasswordPolicy({ ...settings, appName: 'Garden' });
    expect(other('ticketshop-qz', EMAIL)).toBeUndefined();
    expect(other('garden-qzk', EMAIL)).toMatch(/name of this application/);
  });

  it('is no pattern: an email or a name with signs of regular expressions is taken as it is written', () => {
    const odd = createPasswordPolicy({ ...settings, appName: 'a.*(b|c)+$' });
    expect(odd('tokyo-lisbon-73', '.*+?^${}()|[]@example.com')).toBeUndefined();
  });
});

describe('with a minimum length below 8', () => {
  const short = createPasswordPolicy({ ...settings, minLength: 4 });

  it('takes random passwords of that length, and refuses common ones', () => {
    expect(short('q7xv', '')).toBeUndefined();
    for (const common of ['1234', 'abcd', 'aaaa', 'love', '2026']) expect(short(common, '')).toBeDefined();
  });
});

it('PASSWORD_BLOCKLIST=false switches off the list, the context and the estimate together', () => {
  const off = createPasswordPolicy({ ...settings, blocklist: false });
  for (const password of Object.values(KINDS).flat()) expect(off(password, EMAIL)).toBeUndefined();
});
