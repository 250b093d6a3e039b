/** Marks of different classes, which NFC has to put in order: it takes quadratic time for a row of them. */
const MARKS = '\u0345\u035c\u0315\u0300\u0316\u0327\u0323\u0301\u0302\u0303\u0304\u0306\u0307';

/** Texts that some step takes more than linear time for, or may: how each begins, and what it repeats. */
const KINDS: Readonly<Record<string, readonly [start: string, unit: string]>> = {
  'combining marks': ['a', MARKS],
  'the letter T': ['', 'T'],
  'the signs of an address': ['a', '@.'],
  spaces: ['a', ' '],
};

/** A text of at most so many bytes of UTF-8. */
export function fill(start: string, unit: string, bytes: number): string {
  return start + unit.repeat(Math.max(0, Math.floor((bytes - start.length) / Buffer.byteLength(unit))));
}

/** The worst texts of so many bytes, by what they are. */
export function worstTexts(bytes: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(KINDS).map(([kind, [start, unit]]) => [kind, fill(start, unit, bytes)]),
  );
}

/** The longest password that is still normalized: 1,024 UTF-16 units. */
const MARKED_PASSWORD = fill('a', MARKS, 1_900).slice(0, 1024);

/** Passwords that pass the bounds of their length, each with what may be much work for who looks closer. */
export const WORST_PASSWORDS: Readonly<Record<string, string>> = {
  'a password of 1,024 combining marks': MARKED_PASSWORD,
  'a password of rows of 30 marks': fill('', `a${MARKS}${MARKS}`, 1_900).slice(0, 1024),
  'a password of repetitions': `abcabcabcabcabcd${'x'.repeat(224)}defdefdefdefdefg`,
  'a password of digits': '12'.repeat(128),
  'a password of a sequence': 'abcdefghijklmnop'.repeat(16),
};
