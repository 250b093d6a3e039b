import type { RawRequest } from '../lib/http.js';
import { requestTo, type Route } from './routes.js';
import { fill } from './texts.js';

/** Node takes 16 KB of a request's head. */
const HEAD_BYTES = 14_000;

const encoded = fill('', '%CD%85%CC%80', HEAD_BYTES);
const url = `http://${fill('', '%CD%85%D6%9A', HEAD_BYTES - 10)}`;

/** Headers that something reads, each with what may be much work for its reader; `$COOKIE` and `$SID` are of a session. */
const HEADERS: readonly (readonly [name: string, what: string, value: string])[] = [
  ['Authorization', 'a long token', `Bearer ${fill('a', '.a', HEAD_BYTES)}`],
  ['Authorization', 'spaces', `Bearer${fill('', ' ', HEAD_BYTES)}a`],
  ['Content-Type', 'many parameters', fill('application/json', '; a=b', HEAD_BYTES)],
  ['Cookie', 'one long session', `session=${Buffer.from(fill('{"jwt":"', 'a.', 10_000)).toString('base64')}`],
  ['Cookie', 'many small ones', fill('a=b', ';a=b', HEAD_BYTES)],
  ['Cookie', 'broken percent-encodings', fill('session=%', ';session=%;refresh=%;a=%', HEAD_BYTES)],
  ['Cookie', 'percent-encodings', `session=${encoded}`],
  [
    'Cookie',
    'many refresh tokens of a session',
    fill('$COOKIE', `; refresh=$SID.${'b'.repeat(22)}.${'c'.repeat(43)}`, 11_000),
  ],
  ['Host', 'a long name', 'A'.repeat(HEAD_BYTES)],
  ['If-None-Match', 'many tags', fill('"a"', ',"a"', HEAD_BYTES)],
  ['Origin', 'a URL of percent-encodings', url],
  ['Origin', 'a URL of dots', `http://${fill('a', '.a', HEAD_BYTES - 10)}`],
  ['Range', 'many ranges', fill('bytes=0-0', ',0-0', HEAD_BYTES)],
  ['User-Agent', 'brackets', '('.repeat(HEAD_BYTES)],
  ['X-Forwarded-For', 'many addresses', fill('1.1.1.1', ',1.1.1.1', HEAD_BYTES)],
  ['X-Forwarded-For', 'colons', fill('1', ':1', HEAD_BYTES)],
  ['X-Forwarded-Host', 'a URL of percent-encodings', url],
  ['X-Request-Id', 'a long one', 'a'.repeat(HEAD_BYTES)],
];

/** The worst heads of a request for a route, by what they are. */
export function worstHeads(route: Route): Readonly<Record<string, RawRequest>> {
  const [first = 'next'] = route.query;
  const ofTarget = {
    'a query of percent-encodings': requestTo(route, { query: `?${first}=/${encoded}` }),
    'a query of slashes': requestTo(route, { query: `?${first}=${'/'.repeat(HEAD_BYTES)}` }),
    'a query of many names': requestTo(route, { query: `?${fill('a', '&a', HEAD_BYTES)}` }),
    'a query of brackets': requestTo(route, { query: `?${first}${'[a]'.repeat(HEAD_BYTES / 3)}=1` }),
    ...(route.path.includes('{id}') && {
      'a path of percent-encodings': requestTo(route, { id: encoded }),
      'a path of dots': requestTo(route, { id: '.'.repeat(HEAD_BYTES) }),
    }),
  };
  const headers = HEADERS.map(([name, what, value]) => [
    `${name}: ${what}`,
    requestTo(route, { headers: { [name]: value } }),
  ]);
  return { ...ofTarget, ...(Object.fromEntries(headers) as Record<string, RawRequest>) };
}
