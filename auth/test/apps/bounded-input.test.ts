import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listAreas } from '../../src/apps/endpoints';
import { schemas } from '../../src/openapi/schemas';
import { EVERY_ENDPOINT, WITH_EVERY_ENDPOINT } from '../support/every-endpoint';
import { signUpAdmin } from '../support/admins';
import { ask } from '../support/ask';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cookiesOf, type Owner } from '../support/devices';
import { watchLongTexts } from '../support/long-texts';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only-for-tests';
/** The longest text that anything may look at: an access token, or a path to go back to. */
const MAX_UNITS = 4096;
/** A body and all headers of a request have 16 KB at most. */
const BODY_BYTES = 15_000;
const HEADER_BYTES = 12_000;

/** What Express's router makes of a path: anchored, and each part ends at a slash, so it is linear. */
const OF_ROUTER = /^\/\^\(\?:\S*\)\(\?:\\\/\$\)\?(?:\$|\(\?=\\\/\|\$\))\/i$/;

/** Regular expressions that stop after 65 characters, or go through a header once. */
const LINEAR = ['/^[\\w-]{1,64}$/', '/^Bearer(?:\\s+|$)(.*)/i'];

/** Texts that some step took more than linear time for, or may. */
const WORST = {
  'combining marks': ['a', '\u0345\u035c\u0315\u0300\u0316\u0327'],
  'the letter T': ['', 'T'],
  'the signs of an address': ['a', '@.'],
  spaces: ['', ' '],
} as const;

function fill([start, unit]: readonly [string, string], bytes: number): string {
  return start + unit.repeat(Math.floor((bytes - start.length) / Buffer.byteLength(unit)));
}

interface Field {
  readonly where: 'body' | 'query' | 'path';
  readonly name: string;
  readonly isList?: boolean;
  readonly method: string;
  readonly path: string;
}

const operations = listAreas(EVERY_ENDPOINT).flatMap(({ endpoints }) => endpoints);

/** Every text that the document names: a route that comes later is tested here without being named. */
const fields: Field[] = operations.flatMap(({ method, path, body, query = {} }) => {
  const { properties = {} } = (body ? schemas[body] : {}) as {
    properties?: Record<string, { type?: string }>;
  };
  return [
    ...Object.entries(properties).map(([name, { type }]) => ({
      where: 'body' as const,
      name,
      isList: type === 'array',
    })),
    ...Object.keys(query).map((name) => ({ where: 'query' as const, name })),
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ where: 'path' as const, name: name! })),
  ].map((field) => ({ ...field, method, path }));
});

let auth: TestAuth;
let admin: Owner;
let watch: ReturnType<typeof watchLongTexts>;
beforeAll(async () => {
  auth = await startAuth({ ...WITH_EVERY_ENDPOINT, INTERNAL_TOKEN });
  admin = await signUpAdmin(auth);
});
afterAll(() => auth.stop());
beforeEach(() => {
  watch = watchLongTexts(MAX_UNITS);
});
afterEach(() => watch.stop());

function seen(): string[] {
  return [...new Set(watch.seen.map(({ by }) => by))].filter(
    (by) => !OF_ROUTER.test(by) && !LINEAR.includes(by),
  );
}

/** The route with a text in one field, and what is right in the others. */
function questionWith({ where, name, isList, method, path }: Field, text: string) {
  const full = path.replace('{id}', where === 'path' ? encodeURIComponent(text) : admin.id);
  const query = where === 'query' ? `?${name}=${encodeURIComponent(text)}` : '';
  const body = where === 'body' ? { [name]: isList ? [text] : text } : undefined;
  return { method, path: full + query, headers: { Cookie: cookiesOf(admin) }, ...(body && { body }) };
}

it('would see what looks at a long text, so that the tests below can fail', () => {
  const text = 'T'.repeat(MAX_UNITS + 1);
  const looks = [
    text.normalize('NFC'),
    [...text],
    /T.*Z$/.test(text),
    text.replace(/ +$/, ''),
    URL.canParse(text),
  ];
  expect(looks).toHaveLength(5);
  expect(seen()).toEqual(['normalize', 'Symbol(Symbol.iterator)', '/T.*Z$/', '/ +$/', 'URL']);
});

describe.each(fields)('$name in the $where of $method $path', (field) => {
  it.each(Object.keys(WORST))('is refused for its length before anything looks at it: %s', async (kind) => {
    const bytes = field.where === 'body' ? BODY_BYTES : HEADER_BYTES / 3;
    const text = fill(WORST[kind as keyof typeof WORST], bytes);
    const answer = await ask(auth.url, questionWith(field, text));
    if (field.where === 'path') expect(answer).toMatchObject({ status: 404, code: 'not_found' });
    else if (field.name === 'return_to')
      expect(answer).toMatchObject({ status: 400, code: 'invalid_return_to' });
    else {
      expect(answer).toMatchObject({ status: 400, code: 'validation_failed' });
      expect(answer.fields).toContain(field.name);
    }
    expect(seen()).toEqual([]);
  });
});

const URL_TEXT = `http://${'%CD%85%D6%9A'.repeat(HEADER_BYTES / 12)}`;
/** The headers that are read, by the auth service or what it is made of, each with what may be much work for its reader. */
const HEADERS: [name: string, value: string][] = [
  ['Authorization', `Bearer ${'a.'.repeat(HEADER_BYTES / 2)}`],
  ['Content-Type', `application/json;${' a=b;'.repeat(HEADER_BYTES / 5)}`],
  ['Cookie', `session=${Buffer.from(JSON.stringify({ jwt: 'a.'.repeat(4_000) })).toString('base64')}`],
  ['Cookie', `refresh=${'a.'.repeat(HEADER_BYTES / 2)}`],
  ['Cookie', `account=${'a.'.repeat(HEADER_BYTES / 2)}`],
  ['Refresh-Token', 'a.'.repeat(HEADER_BYTES / 2)],
  ['Host', 'A'.repeat(HEADER_BYTES)],
  ['Origin', URL_TEXT],
  ['Sec-Purpose', 'PREFETC'.repeat(HEADER_BYTES / 7)],
  ['User-Agent', '('.repeat(HEADER_BYTES)],
  ['X-Forwarded-For', '1:'.repeat(HEADER_BYTES / 2)],
  ['X-Forwarded-For', '1.1.1.1,'.repeat(HEADER_BYTES / 8)],
  ['X-Forwarded-Host', URL_TEXT],
  ['X-Forwarded-Method', 'post'.repeat(HEADER_BYTES / 4)],
  ['X-Request-Id', 'a'.repeat(HEADER_BYTES)],
];
const publicRoutes = operations.map(({ method, path }) => ({
  method,
  path: path.replace('{id}', 'a'.repeat(24)),
}));
const internalRoutes = [
  { method: 'post', path: '/introspect' },
  { method: 'get', path: '/verify' },
  { method: 'post', path: '/verify/any' },
  { method: 'get', path: '/.well-known/jwks.json' },
];

describe.each(HEADERS)('the header %s', (name, value) => {
  it.each(publicRoutes)('is no work at $method $path, however long it is', async (route) => {
    await ask(auth.url, { ...route, headers: { [name]: value } });
    expect(seen()).toEqual([]);
  });

  it.each(internalRoutes)('is no work at $method $path of the internal port', async (route) => {
    await ask(auth.internalUrl, { ...route, headers: { [name]: value } });
    expect(seen()).toEqual([]);
  });
});
