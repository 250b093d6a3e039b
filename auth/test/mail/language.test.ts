import { describe, expect, it } from '@jest/globals';
import { languageOf } from '../../src/mail/language';

describe('the language of a request', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-CH,de;q=0.9,en;q=0.8', 'de'],
    ['DE-at', 'de'],
    ['en-US,en;q=0.9,de;q=0.8', 'en'],
    ['fr,de;q=0.5', 'de'],
    ['en;q=0.3, de;q=0.7', 'de'],
    ['de;q=0, en;q=0.1', 'en'],
    ['de;q=none', 'en'],
    ['fr, it', 'en'],
    ['*', 'en'],
    [`${'fr,'.repeat(100_000)}de`, 'en'],
  ])('%.40s is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
