import type { Attempt } from './probe';

/** What a client could add to the query, where the proxy hands it to the gate. */
const QUERIES = [
  'optional',
  'optional=true',
  'role=',
  'role=admin',
  'policy=guest',
  'maxAge=999999',
  'handOn=true',
  '%00',
];

/** The same path with something in its query that could choose another policy. */
export function queriesOf({ pathname, search }: URL): readonly Attempt[] {
  return QUERIES.map((query) => ({
    what: `?${query}`,
    target: `${pathname}${search === '' ? '?' : `${search}&`}${query}`,
  }));
}

/** A character as its percent-encoding, which servers decode before they look for a file or a route. */
const encoded = (character: string) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

/**
 * Other spellings of a path, which a proxy may route past the gate and a service may read as the path.
 * @param prefixes paths of the same host that anybody may read: behind them, dots lead back
 */
export function spellingsOf(url: URL, prefixes: readonly string[]): readonly Attempt[] {
  const { pathname, search, host, protocol } = url;
  const rest = pathname.slice(1);
  const [first = '', ...others] = rest;
  const slash = rest.indexOf('/');
  const split = (separator: string) =>
    slash === -1 ? undefined : `/${rest.slice(0, slash)}${separator}${rest.slice(slash + 1)}`;
  const spellings: readonly [what: string, path: string | undefined][] = [
    ['a doubled slash', `/${pathname}`],
    ['two doubled slashes', `//${pathname}`],
    ['a dot', `/.${pathname}`],
    ['an encoded dot', `/%2e${pathname}`],
    ['a backslash', `/\\${rest}`],
    ['an encoded slash', `/%2f${rest}`],
    ['an encoded backslash', `/%5c${rest}`],
    ['an encoded letter', rest && `/${encoded(first)}${others.join('')}`],
    ['a letter that is encoded twice', rest && `/%25${encoded(first).slice(1)}${others.join('')}`],
    ['capitals', rest && `/${rest.toUpperCase()}`],
    ['a parameter', rest && `${pathname.replace(/\/$/, '')};a=b${pathname.endsWith('/') ? '/' : ''}`],
    ['a parameter of the first segment', split(';a=b/')],
    ['a doubled slash within', split('//')],
    ['an encoded slash within', split('%2f')],
    ['a backslash within', split('\\')],
    ['no slash at the end', rest && pathname.replace(/\/$/, '')],
    ['a slash at the end', `${pathname}/`],
    ['a null at the end', `${pathname}%00`],
    ['a space at the end', `${pathname}%20`],
    ['a file of another kind', `${pathname}/.css`],
    ['a whole URL', `${protocol}//${host}${pathname}`],
    ['the whole URL of another host', `${protocol}//localhost${pathname}`],
    ...prefixes.flatMap((prefix) => backFrom(prefix, pathname)),
  ];
  return spellings
    .filter(([, path]) => path !== undefined && path !== '' && path !== pathname)
    .map(([what, path]) => ({ what, target: `${path}${search}` }));
}

/** Ways out of a folder to a path. */
function backFrom(prefix: string, pathname: string): [what: string, path: string][] {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  const depth = folder.split('/').filter((segment) => segment !== '').length;
  const out = (up: string) => `${folder}${up.repeat(depth)}${pathname.slice(1)}`;
  return [
    [`dots behind ${folder}`, out('../')],
    [`encoded dots behind ${folder}`, out('%2e%2e/')],
    [`dots and an encoded slash behind ${folder}`, out('..%2f')],
    [`dots, all encoded, behind ${folder}`, out('%2e%2e%2f')],
    [`dots that are encoded twice behind ${folder}`, out('%252e%252e%252f')],
    [`dots and a backslash behind ${folder}`, out('..\\')],
    [`dots and an encoded backslash behind ${folder}`, out('..%5c')],
    [`dots with a parameter behind ${folder}`, out('..;/')],
  ];
}
