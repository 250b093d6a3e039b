import { describe, expect, it } from '@jest/globals';
import { createMailCodes } from '../../../src/credentials/mail-tokens/mail-codes';

const KEY = 'a key of thirty-two bytes or more';
const codes = createMailCodes([KEY]);

describe('the codes of mails', () => {
  it('are eight digits of Crockford’s base 32', () => {
    for (let n = 0; n < 200; n++)
      expect(codes.make(`ceremony-${n}`)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('use every digit at every place', () => {
    const made = Array.from({ length: 2000 }, (_, n) => codes.make(`ceremony-${n}`).replace('-', ''));
    for (let place = 0; place < 8; place++)
      expect(new Set(made.map((code) => code.charAt(place))).size).toBe(32);
  });

  it('belong to one ceremony', () => {
    const code = codes.make('ceremony-1');
    expect(codes.matches('ceremony-1', code)).toBe(true);
    expect(codes.matches('ceremony-2', code)).toBe(false);
  });

  it('may be typed in small letters, with blanks, and with letters that look like digits', () => {
    const id = idWith(/0.*1|1.*0/);
    const code = codes.make(id);
    const typed = [code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `];
    for (const each of [...typed, code.replaceAll('0', 'o').replaceAll('1', 'l')])
      expect(codes.matches(id, each)).toBe(true);
  });

  it('are not matched by parts, and not by more', () => {
    const code = codes.make('ceremony-1');
    for (const other of ['', code.slice(0, -1), `${code}0`, '--------'])
      expect(codes.matches('ceremony-1', other)).toBe(false);
  });

  it('stay good when another key makes', () => {
    const rotated = createMailCodes(['another key of thirty-two bytes', KEY]);
    expect(rotated.matches('ceremony-1', codes.make('ceremony-1'))).toBe(true);
    expect(rotated.make('ceremony-1')).not.toBe(codes.make('ceremony-1'));
  });
});

/** A ceremony whose code looks so. */
function idWith(form: RegExp): string {
  for (let n = 0; ; n++) if (form.test(codes.make(`ceremony-${n}`))) return `ceremony-${n}`;
}
