import { b64u, DAY, ec, encrypted, first, gone, NOW, rsa, stranger, token } from './forge.mjs';

const HOUR = 3600;
const EXPIRED = { iat: NOW - 2 * HOUR, exp: NOW - HOUR };

const base64 = (text) => Buffer.from(text).toString('base64');
const garbage = base64('{"jwt":"garbage"}');
/** A value as it is, or a token as a cookie holds it. */
const cookieOf = (value) =>
  `__Host-session=${value.includes('.') ? base64(JSON.stringify({ jwt: value })) : value}`;

/** Brackets that many readers of JSON go down by recursion. */
const deep = (levels) => '['.repeat(levels) + ']'.repeat(levels);

/** The value of a cookie that is longer than it has to be, in characters; a multiple of 4. */
const paddedTo = (length, jwt) =>
  base64(
    JSON.stringify({ jwt })
      .slice(0, -1)
      .padEnd((length / 4) * 3 - 1) + '}',
  );

/** A good token of this user. */
const tokenOf = ({ id: sub }, iat, key = ec, claims = {}) =>
  token(key, { claims: { sub, iat, exp: NOW + HOUR, ...claims } });

/**
 * Makes the vectors of requests with several session cookies. A browser sends one for each domain that it was set for; of several
 * good ones the token that was issued last counts.
 * @param user what the user of a good token is like
 */
export function severalCookies(user) {
  const vectors = [];
  const add = (name, values, verdict, user) =>
    vectors.push({ name: `several: ${name}`, cookie: values.map(cookieOf).join('; '), verdict, user });
  const accept = (name, values, user) => add(name, values, 'ok', user);
  const refuse = (name, values, verdict) => add(name, values, verdict);

  const [older, newer] = ['older', 'newer'].map((id) => ({ ...user, id }));
  const old = tokenOf(older, NOW - HOUR);
  const next = tokenOf(newer, NOW - HOUR / 2);
  accept('the newer one last', [old, next], newer);
  accept('the newer one first', [next, old], newer);
  accept('the newer one in between', [old, next, garbage], newer);
  const [one, other] = [older, newer].map((user) => tokenOf(user, NOW - 60));
  accept('of the same second, the first', [one, other], older);
  accept('of the same second, the first of the other order', [other, one], newer);
  accept(
    'of a secret and of a pair',
    [tokenOf(older, NOW - HOUR, first), tokenOf(newer, NOW - 60, rsa)],
    newer,
  );
  accept('the newer one is encrypted', [old, encrypted(next)], newer);
  accept('the older one is encrypted', [encrypted(old), next], newer);
  accept('issued by a clock that is ahead', [tokenOf(newer, NOW + 240), old], newer);

  for (const [what, bad] of [
    ['garbage', garbage],
    ['an empty one', ''],
    ['no base64', '%'],
    ['one that is too long, issued later', paddedTo(4100, tokenOf(older, NOW - 60))],
    ['JSON that is nested deeply', base64(`{"jwt":${deep(1500)}}`)],
    ['JSON that is nested deeply, and ends early', base64(`{"jwt":${'['.repeat(3000)}`)],
    ['a header that is nested deeply', `${b64u(`{"typ":"at+jwt","kid":${'['.repeat(2000)}`)}.e30.x`],
    ['a header of five parts that is nested deeply', `${b64u(`{"alg":${'['.repeat(2000)}`)}..x.x.x`],
    ['half of a surrogate pair', base64('{"jwt":"\\ud800"}')],
    ['bytes that are no UTF-8', base64(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['a time that is no number', `${token(gone).split('.')[0]}.${b64u('{"nbf":1e999}')}.x`],
    ['claims of admins that are a list, issued later', tokenOf(older, NOW - 60, ec, { claims: ['admin'] })],
    [
      "the token under the member's name in capitals, issued later",
      base64(JSON.stringify({ JWT: tokenOf(older, NOW - 60) })),
    ],
    ['an expired one, issued later', tokenOf(older, NOW - 120, ec, { exp: NOW - 60 })],
    ['one that lives too long, issued later', tokenOf(older, NOW - 60, ec, { exp: NOW + 2 * DAY })],
    ['one of a key that is gone, issued later', tokenOf(older, NOW - 60, gone)],
    ['one of a key that is gone, expired', token(gone, { claims: EXPIRED })],
    ['one for another audience, issued later', tokenOf(older, NOW - 60, ec, { aud: 'billing' })],
    ['a forged one, issued later', token(first, { with: stranger.secret, claims: { iat: NOW - 60 } })],
  ]) {
    accept(`${what}, and a good one`, [bad, next], newer);
    accept(`a good one, and ${what}`, [next, bad], newer);
  }

  accept('one that is as long as it can be', [old, paddedTo(4096, next)], newer);

  const expired = token(ec, { claims: EXPIRED });
  refuse('garbage twice', [garbage, garbage], 'token_invalid');
  refuse('garbage and an expired one', [garbage, expired], 'token_expired');
  refuse('an expired one and garbage', [expired, garbage], 'token_expired');
  refuse(
    'garbage and an expired one of a key that is gone',
    [garbage, token(gone, { claims: EXPIRED })],
    'token_expired',
  );

  const three = [garbage, garbage, garbage];
  accept('a good one behind three others', [...three, next], newer);
  refuse('a good one behind four others, which is one too many', [...three, garbage, next], 'token_invalid');
  accept('the newer one behind four others', [old, ...three, next], older);
  return vectors;
}
