import type { Attempt } from './probe';

/** What a spoofed header says, so that it is recognised where it arrives. */
export const SPOOFED = 'latchkey-spoofed';

/** What the gate tells the service behind a proxy. */
export const IDENTITY = [
  'X-User-Id',
  'X-User-Email',
  'X-User-Roles',
  'X-User-Acr',
  'X-User-Amr',
  'X-User-Auth-Time',
] as const;

type Lines = readonly (readonly [string, string])[];

const values = (name: string) => (name === 'X-User-Roles' ? `admin,${SPOOFED}` : SPOOFED);
const all = (spell: (name: string) => string): Lines => IDENTITY.map((name) => [spell(name), values(name)]);
const asTheyAre = all((name) => name);

/**
 * Identities in every spelling that a service could take for one. CGI, WSGI and PHP make `HTTP_X_USER_ID` of a header with
 * underscores, and some of one with dots, so a proxy that removes `X-User-Id` alone is open to them.
 */
export const spoofedIdentities: readonly Attempt[] = [
  { what: 'X-User-*', headers: asTheyAre },
  { what: 'x-user-* in lower case', headers: all((name) => name.toLowerCase()) },
  { what: 'X_User_* with underscores', headers: all((name) => name.replaceAll('-', '_')) },
  { what: 'X-User_* with one underscore', headers: all((name) => name.replace(/-(?=[^-]*$)/, '_')) },
  { what: 'X.User.* with dots', headers: all((name) => name.replaceAll('-', '.')) },
  {
    what: 'X-User-* twice, empty and spoofed',
    headers: [...IDENTITY.map((name) => [name, ''] as const), ...asTheyAre],
  },
  {
    what: 'X-User-* twice, spoofed and empty',
    headers: [...asTheyAre, ...IDENTITY.map((name) => [name.toLowerCase(), ''] as const)],
  },
  {
    what: 'X-User-* that Connection declares hop-by-hop',
    headers: [['Connection', `close, ${IDENTITY.join(', ')}`]],
  },
  {
    what: 'spoofed X-User-* that Connection declares hop-by-hop',
    headers: [['Connection', `close, ${IDENTITY.join(', ')}`], ...asTheyAre],
  },
  { what: 'Connection: Cookie', headers: [['Connection', 'close, Cookie, Authorization'], ...asTheyAre] },
  { what: 'X-User-* with a space before the colon', headers: all((name) => `${name} `) },
];

const UNSIGNED = [
  { alg: 'none', typ: 'at+jwt' },
  { sub: SPOOFED, roles: ['admin'], exp: 4_102_444_800 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');
/** The names that a session cookie can have. */
export const SESSION_COOKIES = ['__Host-session', '__Secure-session', 'session'];

/** Credentials that nobody issued. */
export const forgedCredentials: readonly Attempt[] = [
  { what: 'a bearer token without a signature', headers: [['Authorization', `Bearer ${UNSIGNED}.`]] },
  {
    what: 'a cookie without a signature',
    headers: [['Cookie', SESSION_COOKIES.map((name) => `${name}=${UNSIGNED}.`).join('; ')]],
  },
];

/**
 * Headers by which a client could tell the proxy, the gate or the service that it asks for something else.
 * @param path one that anybody may read
 */
export function otherRequests(path: string): readonly Attempt[] {
  const one = (name: string, value: string): Attempt => ({
    what: `${name}: ${value}`,
    headers: [[name, value]],
  });
  return [
    // Another site may answer.
    { ...one('Host', 'localhost'), evidence: 'content' },
    one('X-Forwarded-Uri', path),
    one('X-Original-URI', path),
    one('X-Original-URL', path),
    one('X-Rewrite-URL', path),
    one('X-Envoy-Original-Path', path),
    one('X-Forwarded-Prefix', path),
    one('X-Forwarded-Method', 'OPTIONS'),
    one('X-Original-Method', 'OPTIONS'),
    one('X-HTTP-Method-Override', 'OPTIONS'),
    one('X-Forwarded-Host', 'localhost'),
    one('X-Forwarded-For', '127.0.0.1'),
    one('X-Real-IP', '127.0.0.1'),
    one('X-Forwarded-User', 'admin'),
    one('X-Auth-Request-Redirect', path),
    one('Forwarded', 'for=127.0.0.1;host=localhost;proto=https'),
  ];
}
