import {
  b64u,
  cookieKey,
  ec,
  encrypted,
  first,
  gone,
  good,
  json,
  NOW,
  rsa,
  stranger,
  token,
} from './forge.mjs';
import { randomBytes } from 'node:crypto';

const HOUR = 3600;
const EXPIRED = { iat: NOW - 2 * HOUR, exp: NOW - HOUR };
const NAME = '__Host-session';
/** Browsers keep no larger cookie, so no longer value counts. */
const MAX_CHARACTERS = 4096;

const wrapped = (jwt) => Buffer.from(JSON.stringify({ jwt })).toString('base64');
const cookieOf = (...values) => values.map((value) => `${NAME}=${value}`).join('; ');
const percentEncoded = (text) => text.replace(/./g, (each) => `%${each.charCodeAt(0).toString(16)}`);

/** A good token of so many characters, or of one less: not every length is possible. */
function tokenOfLength(length, changes = {}) {
  const of = (characters) => token(first, { claims: { ...changes, filler: 'x'.repeat(characters) } });
  const rest = length - of(0).length;
  const all = Array.from({ length: 8 }, (_each, index) => of(Math.floor((rest * 3) / 4) + 4 - index));
  return all.find((each) => each.length <= length);
}

/**
 * Makes the vectors of session cookies whose value is the token itself, as auth writes it with COOKIE_FORMAT=jwt. A value with a dot is a
 * token, any other is base64 of `{"jwt": "…"}`.
 * @param user what the user of a good token is like
 */
export function bareCookies(user) {
  const vectors = [];
  const add = (name, cookie, verdict, user) => vectors.push({ name: `bare: ${name}`, cookie, verdict, user });
  const accept = (name, value) => add(name, cookieOf(value), 'ok');
  const refuse = (name, value, verdict = 'token_invalid') => add(name, cookieOf(value), verdict);
  const jwt = token(ec);

  for (const [what, key] of Object.entries({ 'a secret': first, 'P-256': ec, RSA: rsa })) {
    accept(`good, of ${what}`, token(key));
    refuse(`expired, of ${what}`, token(key, { claims: EXPIRED }), 'token_expired');
    refuse(`other claims under the signature, of ${what}`, promoted(token(key)));
  }
  refuse('forged', token(first, { with: stranger.secret }));
  refuse('alg none', token(first, { alg: 'none' }));
  refuse('for another audience', token(ec, { claims: { aud: 'billing' } }));
  refuse('of another type', token(ec, { header: { typ: 'JWT' } }));
  refuse('of an unknown key', token(gone));
  refuse('of a key that is gone, expired', token(gone, { claims: EXPIRED }), 'token_expired');
  add('under the plain name', `session=${jwt}`, 'token_missing');
  add('between other cookies', `a=1.2; ${cookieOf(jwt)} ; b=3.4`, 'ok');

  accept('encrypted', encrypted(jwt));
  refuse('encrypted, expired', encrypted(token(ec, { claims: EXPIRED })), 'token_expired');
  refuse('encrypted, forged', encrypted(token(first, { with: stranger.secret })));
  refuse('encrypted with another key', encrypted(jwt, { key: randomBytes(32) }));
  refuse('encrypted, without cty', encrypted(jwt, { header: { cty: undefined } }));
  refuse('claims that are encrypted and not signed', encrypted(JSON.stringify(good), { key: cookieKey }));

  accept('in quotes', `"${jwt}"`);
  accept('encrypted, in quotes', `"${encrypted(jwt)}"`);
  accept('percent-encoded dots', jwt.replaceAll('.', '%2E'));
  accept('percent-encoded all over', percentEncoded(jwt));
  accept('in quotes that are percent-encoded', `%22${jwt}%22`);
  accept('the other form, percent-encoded', encodeURIComponent(wrapped(jwt)));
  accept('the other form, percent-encoded all over', percentEncoded(wrapped(jwt)));
  refuse('percent-encoded twice', encodeURIComponent(percentEncoded(jwt)));
  for (const [what, value] of Object.entries({
    'a quote before it': `"${jwt}`,
    'a quote behind it': `${jwt}"`,
    'quotes twice': `""${jwt}""`,
    'a quote in it': jwt.replace('.', '".'),
    'a space in the quotes': `" ${jwt}"`,
    'a percent sign behind it': `${jwt}%`,
    'a percent-encoded space before it': `%20${jwt}`,
    'a percent-encoded line break behind it': `${jwt}%0A`,
    'a byte that is not ASCII behind it': `${jwt}\xe9`,
    'padding behind it': `${jwt}=`,
    'a key that is gone, expired, with a quote before it': `"${token(gone, { claims: EXPIRED })}`,
    'a dot alone': '.',
    'two dots': '..',
    'four dots': '....',
    'many dots': '.'.repeat(MAX_CHARACTERS),
    'a dot before base64': `.${wrapped(jwt)}`,
    'a dot behind base64': `${wrapped(jwt)}.`,
    'a dot in base64': wrapped(jwt).replace(/.{40}/, '$&.'),
    'a dot in base64 that holds nothing': 'aGVsbG8.d29ybGQ',
    'base64 of a token without JSON around it': Buffer.from(jwt).toString('base64'),
    'a header that is nested deeply': `${b64u(`{"typ":"at+jwt","kid":${'['.repeat(3000)}`)}.e30.x`,
    'claims that are nested deeply': `${json({ alg: 'ES256', typ: 'at+jwt', kid: gone.kid })}.${b64u('['.repeat(2900))}.x`,
  }))
    refuse(what, value);

  const [longest, tooLong] = [tokenOfLength(MAX_CHARACTERS), tokenOfLength(MAX_CHARACTERS + 4)];
  accept('one that is as long as it can be', longest);
  refuse('one that is too long', tooLong);
  refuse('one that is too long with its quotes', `"${longest}"`);
  accept('a long one that is percent-encoded', percentEncoded(tokenOfLength(2000)));
  return [...vectors, ...severalBare(user, tooLong)];
}

function severalBare(user, tooLong) {
  const [older, newer] = ['older', 'newer'].map((id) => ({ ...user, id }));
  const tokenOf = ({ id: sub }, iat, key = ec) => token(key, { claims: { sub, iat, exp: NOW + HOUR } });
  const [old, next] = [tokenOf(older, NOW - HOUR), tokenOf(newer, NOW - HOUR / 2)];
  const [one, other] = [older, newer].map((user) => tokenOf(user, NOW - 60));
  const forged = token(first, { with: stranger.secret, claims: { iat: NOW - 60 } });
  const expired = token(ec, { claims: EXPIRED });
  return [
    ['the newer one is bare', [wrapped(old), next], 'ok', newer],
    ['the newer one is bare, and first', [next, wrapped(old)], 'ok', newer],
    ['the newer one is base64', [old, wrapped(next)], 'ok', newer],
    ['of the same second, the bare one first', [one, wrapped(other)], 'ok', older],
    ['of the same second, base64 first', [wrapped(one), other], 'ok', older],
    ['both bare', [old, next], 'ok', newer],
    ['bare and encrypted', [wrapped(old), encrypted(next)], 'ok', newer],
    ['the same token in both forms', [wrapped(next), next], 'ok', newer],
    ['a forged bare one, issued later', [forged, wrapped(next)], 'ok', newer],
    ['an expired bare one', [expired, wrapped(next)], 'ok', newer],
    ['one that is too long', [tooLong, next], 'ok', newer],
    ['a dot and a good one', ['.', next], 'ok', newer],
    ['garbage and an expired bare one', ['x.y.z', expired], 'token_expired'],
    ['garbage of both forms', ['x.y.z', wrapped('x.y.z')], 'token_invalid'],
    ['a good one behind four bare ones', [forged, '.', 'x.y.z', '..', next], 'token_invalid'],
  ].map(([name, values, verdict, user]) => ({
    name: `bare and several: ${name}`,
    cookie: cookieOf(...values),
    verdict,
    user,
  }));
}

/** A token whose claims were changed after it was signed. */
function promoted(jwt) {
  const [header, , signature] = jwt.split('.');
  return `${header}.${json({ ...good, roles: ['admin'] })}.${signature}`;
}
