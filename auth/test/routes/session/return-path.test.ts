import { describe, expect, it } from '@jest/globals';
import { parseReturnPath } from '../../../src/routes/session/return-path';

const ORIGINS = ['https://app.example.com', 'http://localhost:3000'];
const REFRESH = '/api/users/refresh';

/** Pieces that lead away when they are put together in the right way. */
const PIECES = [
  ...['/', '/', '/', '\\', '.', '..', '%2e', '%2f', '%5c', '%09', '%00', '\t', '\n', '\r', '\0', ' '],
  ...['@', ':', ';', '?', '#', '&', '=', '[', ']', '\u2028', '\u3002', '／', '＼', '\ufeff', '\ud800', 'é'],
  ...['evil.example', 'javascript:', 'https:', 'api', 'users', 'refresh', 'a', '80'],
];

/** The same pseudo-random numbers in each run (mulberry32). */
function* numbers(seed: number): Generator<number, never> {
  for (;;) {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}

function texts(count: number): string[] {
  const random = numbers(1);
  const below = (limit: number) => Math.floor(random.next().value * limit);
  return Array.from(
    { length: count },
    () => `/${Array.from({ length: 1 + below(8) }, () => PIECES[below(PIECES.length)]).join('')}`,
  );
}

describe('whatever is put together,', () => {
  const taken = texts(50_000)
    .map((text) => [text, parseReturnPath(text)] as const)
    .filter((pair): pair is readonly [string, string] => pair[1] !== undefined);

  it('much of it is taken, so that the rest of these tests says something', () => {
    expect(taken.length).toBeGreaterThan(5_000);
    expect(taken.length).toBeLessThan(45_000);
  });

  it.each(ORIGINS)('what is taken stays on %s', (origin) => {
    const away = taken.filter(([, path]) => new URL(path, `${origin}${REFRESH}`).origin !== origin);
    expect(away).toEqual([]);
  });

  it('what is taken can stand in a Location header', () => {
    expect(taken.filter(([, path]) => !/^\/[!-~]*$/.test(path))).toEqual([]);
  });

  it('what is taken is taken again as it is', () => {
    expect(taken.filter(([, path]) => parseReturnPath(path) !== path)).toEqual([]);
  });
});

describe('every spelling of the refresh itself is refused', () => {
  const separators = ['/', '//', '/./', '/x/../', '/%2e/', '%2f', '%2F/'];
  const names = [
    ['api', 'users', 'refresh'],
    ['API', 'Users', 'REFRESH'],
    ['%61pi', 'user%73', 'r%65fresh'],
  ];
  const tails = ['', '/', '//', '/.', '%2f', '?', '?return_to=/', '#', '/#top'];

  it.each(names)('%s %s %s', (api, users, refresh) => {
    const spellings = separators.flatMap((a) =>
      separators.flatMap((b) => tails.map((tail) => `/${api}${a}${users}${b}${refresh}${tail}`)),
    );
    expect(spellings.filter((spelling) => parseReturnPath(spelling) !== undefined)).toEqual([]);
  });
});

it('keeps path, query and fragment as they are', () => {
  const path = '/tickets/1?from=/a%20b&x=%2F#part-2';
  expect(parseReturnPath(path)).toBe(path);
});

it.each([undefined, null, 7, ['/a'], { path: '/a' }, true])('refuses %j, which is no text', (value) => {
  expect(parseReturnPath(value)).toBeUndefined();
});

it.each(['/\\evil.example', '/a\\b', '/?a=\\b', '/a\tb', '/a\nb', '/a\u0085b'])('refuses %j', (text) => {
  expect(parseReturnPath(text)).toBeUndefined();
});
