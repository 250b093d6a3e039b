import { domainToUnicode } from 'node:url';

/** Shorter ones are in too many good passwords, and those that are names are known as such. */
const MIN_CHARACTERS = 4;

/** The words that somebody who knows an email tries first: all of it, both sides of the `@`, and what these are made of. */
export function wordsOfEmail(email: string): string[] {
  const [local = '', domain = ''] = email.split('@');
  // As people read it, where it is stored in the ASCII of IDNA.
  const readable = domainToUnicode(domain);
  const labels = readable.split('.').slice(0, -1);
  return longestFirst([
    email,
    `${local}@${readable}`,
    readable,
    ...labels.flatMap(wordsOf),
    ...wordsOf(local),
  ]);
}

/** The words of names: all of each, without what separates its words, and these. */
export function wordsOfNames(...names: string[]): string[] {
  return longestFirst(names.flatMap(wordsOf));
}

/** A lower-cased text with a space in place of each of these words. */
export function withoutWords(text: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ' '), text);
}

function wordsOf(text: string): string[] {
  return [text, text.replaceAll(/\p{N}/gu, '')].flatMap((each) => {
    const words = each.split(/[^\p{L}\p{N}]+/u);
    return [each, words.join(''), ...words];
  });
}

function longestFirst(words: readonly string[]): string[] {
  const lower = words.map((word) => word.toLowerCase()).filter((word) => word.length >= MIN_CHARACTERS);
  return [...new Set(lower)].sort((a, b) => b.length - a.length);
}
