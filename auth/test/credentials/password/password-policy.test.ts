import { describe, expect, it } from '@jest/globals';
import { createPasswordPolicy } from '../../../src/credentials/password/password-policy';

const settings = { minLength: 8, blocklist: true, appName: 'Latchkey' };
const faultOf = createPasswordPolicy(settings);
const policy = (password: string) => faultOf(password, 'person@example.com');

const TOO_SHORT = 'Use at least 8 characters.';
const TOO_LONG = 'Use at most 256 characters.';
/** Characters without a pattern, each another than the one before. */
const varied = (characters: string, length: number) =>
  Array.from({ length }, (_, index) => [...characters][(index * index + index) % 31]).join('');
const MIXED = 'q7w2kx9zv4pjm8bnty3hf6gdrcs5la1';
const EMOJI = '🔑🐟🌵🎈🚲🧭🪁🍉🎻🦉🧊🌋🪵🛶🧲🪀🐢🍄🧵🎲🐝🌙🔔🪶🧩🚦🐙🍁🎯🧸🥁';

describe('the length of a password', () => {
  it.each([
    ['no characters', '', TOO_SHORT],
    ['one less than the least', 'w7 plmq', TOO_SHORT],
    ['the least', 'w7 plmqz', undefined],
    ['the most', varied(MIXED, 256), undefined],
    ['one more than the most', varied(MIXED, 257), TOO_LONG],
  ])('%s', (_what, password, fault) => {
    expect(policy(password)).toBe(fault);
  });

  it('is counted in code points, not in UTF-16 units or bytes', () => {
    expect(policy(varied(EMOJI, 7))).toBe(TOO_SHORT);
    expect(policy(varied(EMOJI, 8))).toBeUndefined();
    expect(policy(varied(EMOJI, 256))).toBeUndefined();
    expect(policy(varied(EMOJI, 257))).toBe(TOO_LONG);
  });

  it('is counted after NFC, which is what is hashed', () => {
    const typed = (length: number) => varied('áéíóúàèìòùâêîôûäëïöüãñõçąęįųčšž', length).normalize('NFD');
    expect(policy(typed(7))).toBe(TOO_SHORT);
    expect(policy(typed(8))).toBeUndefined();
    expect(policy(typed(256))).toBeUndefined();
  });

  it('is taken as it is typed with four UTF-16 units for each character', () => {
    const four = varied('ᾂᾃᾄᾅᾆᾇᾒᾓᾔᾕᾖᾗᾢᾣᾤᾥᾦᾧᾊᾋᾌᾍᾎᾏᾚᾛᾜᾝᾞᾟᾪ', 256).normalize('NFD');
    expect(four).toHaveLength(1024);
    expect(policy(four)).toBeUndefined();
    expect(policy(`${four}a`)).toBe(TOO_LONG);
  });

  it('is no matter where a character is only half there', () => {
    expect(policy('\ud83d'.repeat(12))).toBe('Use whole characters only.');
  });

  it('counts spaces, which are part of a password', () => {
    expect(policy(' z7 q p ')).toBeUndefined();
  });

  it('has the minimum that is set', () => {
    const strict = createPasswordPolicy({ ...settings, minLength: 15 });
    expect(strict('w7 plmqz w7 pl', '')).toBe('Use at least 15 characters.');
    expect(strict('w7 plmqz w7 plm', '')).toBeUndefined();
  });
});

describe('combining marks', () => {
  const withMarks = (count: number) => `correct horse${'\u0345\u0315'.repeat(count / 2)} battery`;

  it('may be 30 in a row, which is more than any language needs', () => {
    expect(policy(withMarks(30))).toBeUndefined();
  });

  it('are refused when they are more, before they are normalized', () => {
    expect(policy(withMarks(32))).toBe('Use at most 30 combining marks in a row.');
  });
});

it('has no rules about kinds of characters', () => {
  for (const password of ['aqzwsvbnmk', 'AQZWSVBNMK', '8305719264', '!?.,-_:;', '我的猫喜欢吃鱼和虾']) {
    expect(policy(password)).toBeUndefined();
  }
});
