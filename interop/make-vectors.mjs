/**
 * Prints test vectors with new keys: tokens good and bad, and what a checker has to say at the moment `now`. They hold
 * for an hour from now; a checker whose clock can be set uses those of interop/vectors.json at their `now`.
 *
 *     node interop/make-vectors.mjs > interop/vectors.json
 */
import { randomBytes, sign as signRaw } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import {
  b64u,
  cookieKey,
  DAY,
  ec,
  encrypted,
  first,
  gone,
  good,
  json,
  kidOfCookieKey,
  misfits,
  NOW,
  p384,
  rsa,
  second,
  stranger,
  token,
} from './forge.mjs';
import { bareCookies } from './bare-cookies.mjs';
import { cookieHeaders } from './cookie-headers.mjs';
import { severalCookies } from './several-cookies.mjs';

const HOUR = 3600;
const EXPIRED = { iat: NOW - 2 * HOUR, exp: NOW - HOUR };
const EVIL = 'https://evil.example';

const user = { id: good.sub, roles: good.roles, claims: good.claims };
const vectors = [];
/** @param user who it is from, unless that is the one that the file names */
const accept = (name, jwt, user) => vectors.push({ name, jwt, verdict: 'ok', user });
const refuse = (name, jwt, verdict = 'token_invalid') => vectors.push({ name, jwt, verdict });
/** A token that is not quite right. */
const wrong = (name, key, changes, verdict) => refuse(name, token(key, changes), verdict);
const cookie = (name, value, verdict = 'token_invalid') => vectors.push({ name, cookie: value, verdict });
const base64 = (text) => Buffer.from(text).toString('base64');
const spoil = (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

for (const [what, key] of [
  ['the first secret', first],
  ['the second secret', second],
  ['a key of P-256', ec],
  ['an RSA key', rsa],
]) {
  accept(`${what}: good`, token(key));
  accept(
    `${what}: good, with claims that nobody knows`,
    token(key, { claims: { nonce: 'x', nested: { a: [1] } } }),
  );
  wrong(`${what}: expired`, key, { claims: EXPIRED }, 'token_expired');
  wrong(`${what}: expired, and for another audience`, key, { claims: { ...EXPIRED, aud: 'billing' } });
  const [header, payload, signature] = token(key).split('.');
  refuse(`${what}: another signature`, `${header}.${payload}.${spoil(signature)}`);
  refuse(`${what}: no signature`, `${header}.${payload}.`);
  refuse(
    `${what}: other claims under the signature`,
    `${header}.${json({ ...good, roles: ['admin'] })}.${signature}`,
  );
  refuse(
    `${what}: another header under the signature`,
    `${json({ alg: key.alg, typ: 'at+jwt', kid: key.kid, x: 1 })}.${payload}.${signature}`,
  );
  refuse(
    `${what}: expired, and another signature`,
    token(key, { claims: EXPIRED, signature: b64u(randomBytes(64)) }),
  );
  wrong(`${what}: alg none, no signature`, key, { alg: 'none' });
  wrong(`${what}: alg none, a signature`, key, { header: { alg: 'none' } });
  wrong(`${what}: alg "None"`, key, { header: { alg: 'None' }, signature: '' });
  wrong(`${what}: for another audience`, key, { claims: { aud: 'billing' } });
  wrong(`${what}: of another issuer`, key, { claims: { iss: EVIL } });
  wrong(`${what}: of another type`, key, { header: { typ: 'JWT' } });
  wrong(`${what}: an extension that must be understood`, key, { header: { crit: ['exp'], exp: 1 } });
  // RFC 8725, section 2.1: the key decides on the algorithm, not the token.
  for (const alg of ['HS256', 'RS256', 'ES256']) {
    if (alg !== key.alg) wrong(`${what}: alg swapped to ${alg}`, key, { header: { alg } });
  }
}
for (const claim of ['iss', 'aud', 'sub', 'iat', 'exp'])
  wrong(`no ${claim}`, ec, { claims: { [claim]: undefined } });
accept('no claims of admins', token(ec, { claims: { claims: undefined } }), {
  id: good.sub,
  roles: good.roles,
});
accept(
  "claims of admins with JWT's own names, which mean nothing there",
  token(ec, { claims: { claims: { exp: 1, nbf: 'x', aud: 'billing', sub: 'root', roles: ['admin'] } } }),
  { ...user, claims: { exp: 1, nbf: 'x', aud: 'billing', sub: 'root', roles: ['admin'] } },
);
accept(
  'of an older auth service, which says nothing of how somebody signed in',
  token(ec, {
    claims: { auth_time: undefined, amr: undefined, acr: undefined, email_verified: undefined },
  }),
);
accept(
  'signed in by two factors, an hour ago, with an email that is not verified',
  token(ec, {
    claims: { auth_time: NOW - HOUR, amr: ['pwd', 'otp', 'mfa'], acr: 'aal2', email_verified: false },
  }),
);
accept(
  'whose roles are withheld until a second factor is proven',
  token(ec, { claims: { roles: [], roles_withheld: true } }),
  { ...user, roles: [] },
);
accept(
  'with an acr and an amr of a newer auth service',
  token(ec, { claims: { amr: ['new'], acr: 'aal4' } }),
);
wrong('claims of admins that are a list', ec, { claims: { claims: ['admin'] } });
wrong('claims of admins that are null', ec, { claims: { claims: null } });
wrong('claims of admins that are a string', ec, { claims: { claims: 'admin' } });
wrong('exp is a string', ec, { claims: { exp: String(good.exp) } });
wrong('iat is a string', ec, { claims: { iat: String(good.iat) } });
wrong('good only from half a day on', ec, { claims: { nbf: NOW + DAY / 2 } });
// No token of ours has such times. A client that has it, perhaps by a wrong clock, is to refresh.
const outOfTime = (name, claims) => wrong(name, ec, { claims }, 'token_expired');
outOfTime('lives a second too long', { exp: NOW + DAY + 1 });
outOfTime('lives ten years', { exp: NOW + 3650 * DAY });
outOfTime('lives too long, and is an hour from its end', { iat: NOW - DAY, exp: NOW + HOUR });
outOfTime('issued in two hours', { iat: NOW + 2 * HOUR, exp: NOW + 3 * HOUR });
outOfTime('issued in a year', { iat: NOW + 365 * DAY, exp: NOW + 366 * DAY });
accept('issued in four minutes, by a clock that is ahead', token(ec, { claims: { iat: NOW + 240 } }));
wrong('lives ten years, for another audience', ec, {
  claims: { exp: NOW + 3650 * DAY, aud: 'billing' },
});
wrong('no typ', ec, { header: { typ: undefined } });
wrong('no kid', ec, { header: { kid: undefined } });
wrong('an empty kid', ec, { header: { kid: '' } });
wrong('a kid that is no string', ec, { header: { kid: 7 } });
wrong('a kid of an object in every language', ec, { header: { kid: '__proto__' } });
wrong('an unknown key', gone);
wrong('an unknown key that comes with the token', gone, { header: { kid: ec.kid, jwk: gone.jwk } });
wrong('an unknown key at an address', gone, { header: { kid: ec.kid, jku: `${EVIL}/jwks.json` } });
wrong('a secret that nobody knows', first, { with: stranger.secret });
wrong("the other secret under the first one's kid", first, { with: second.secret });
wrong('a key that is gone, expired: to be refreshed', gone, { claims: EXPIRED }, 'token_expired');
wrong('a key that is gone, expired, for another audience', gone, { claims: { ...EXPIRED, aud: 'billing' } });
for (const [what, key] of Object.entries(misfits)) wrong(`${what} that is published with the others`, key);
for (const [what, { kid, spki }] of [
  ['P-256', ec],
  ['RSA', rsa],
]) {
  wrong(`the public key of ${what} as a secret, in PEM`, ec, { header: { kid }, alg: 'HS256', with: spki });
  wrong(`the public key of ${what} as a secret, trimmed`, ec, {
    header: { kid },
    alg: 'HS256',
    with: spki.trim(),
  });
}
wrong("the RSA key's own PS256", rsa, { alg: 'PS256' });
wrong("the RSA key's own RS512", rsa, { alg: 'RS512' });
wrong("the secret's own HS384", first, { alg: 'HS384' });
wrong("the secret's own HS512", first, { alg: 'HS512' });
wrong('ES384 under the kid of P-256', ec, { alg: 'ES384', with: p384 });
wrong("RSA's signature under the kid of P-256", ec, { alg: 'RS256', with: rsa.privateKey });
wrong("P-256's signature under the kid of RSA", rsa, { alg: 'ES256', with: ec.privateKey });
wrong('a secret under the kid of P-256', ec, { alg: 'HS256', with: first.secret });
wrong("P-256's signature under the kid of a secret", first, { alg: 'ES256', with: ec.privateKey });
refuse('an ES256 signature of zeros', token(ec, { signature: b64u(Buffer.alloc(64)) }));
refuse(
  'an ES256 signature in DER',
  token(ec, {
    signature: b64u(
      signRaw('sha256', Buffer.from(token(ec).split('.').slice(0, 2).join('.')), ec.privateKey),
    ),
  }),
);
refuse('padding behind the signature', `${token(first)}==`);
refuse('a line break behind the signature', `${token(first)}\n`);
refuse('a space in the signature', token(first).replace(/.{5}$/, ' $&'));
refuse('no token', '');
refuse('no dots', 'token');
refuse('two parts', token(ec).split('.').slice(0, 2).join('.'));
refuse('four parts', `${token(ec)}.x`);
refuse('a header that is no JSON', `${b64u('{')}.${json(good)}.x`);
refuse('a header that is a list', `${b64u('[]')}.${json(good)}.x`);
refuse(
  'claims that are no object',
  `${json({ alg: 'HS256', typ: 'at+jwt', kid: first.kid })}.${b64u('"x"')}.x`,
);

vectors.push({ name: 'no cookie', verdict: 'token_missing' });
cookie('another cookie', `theme=${base64(JSON.stringify({ jwt: token(ec) }))}`, 'token_missing');
cookie(
  'the plain name beside the one with the prefix',
  `session=${base64(JSON.stringify({ jwt: token(ec) }))}`,
  'token_missing',
);
cookie('among other cookies', `a=1; __Host-session=${base64(JSON.stringify({ jwt: token(ec) }))}; b=2`, 'ok');
for (const [what, text] of [
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '["x"]'],
  ['a number', '7'],
  ['no jwt', '{}'],
  ['a jwt that is a number', '{"jwt":7}'],
  ['a jwt that is null', '{"jwt":null}'],
  ['no JSON', 'hello'],
])
  cookie(`a cookie that holds ${what}`, `__Host-session=${base64(text)}`);

accept('encrypted: good', encrypted(token(ec)));
accept('encrypted: good, of a secret', encrypted(token(first)));
refuse('encrypted: expired', encrypted(token(ec, { claims: EXPIRED })), 'token_expired');
refuse('encrypted: forged', encrypted(token(first, { with: stranger.secret })));
refuse('encrypted: for another audience', encrypted(token(ec, { claims: { aud: 'billing' } })));
refuse('encrypted with another key', encrypted(token(ec), { key: randomBytes(32) }));
refuse('encrypted: another tag', encrypted(token(ec)).replace(/\.[^.]+$/, `.${b64u(randomBytes(16))}`));
refuse('encrypted: a short tag', encrypted(token(ec)).replace(/\.([^.]{11})[^.]+$/, '.$1'));
refuse(
  'encrypted: another header',
  encrypted(token(ec)).replace(
    /^[^.]+/,
    json({ kid: kidOfCookieKey, cty: 'JWT', enc: 'A256GCM', alg: 'dir' }),
  ),
);
refuse('encrypted: another enc', encrypted(token(ec), { header: { enc: 'A128CBC-HS256' } }));
refuse('encrypted: another alg', encrypted(token(ec), { header: { alg: 'A256KW' } }));
refuse('encrypted: no cty', encrypted(token(ec), { header: { cty: undefined } }));
refuse('encrypted: another cty', encrypted(token(ec), { header: { cty: 'JOSE' } }));
refuse('encrypted: compressed', encrypted(deflateRawSync(token(ec)), { header: { zip: 'DEF' } }));
refuse('encrypted: said to be compressed', encrypted(token(ec), { header: { zip: 'DEF' } }));
refuse(
  'encrypted: an extension that must be understood',
  encrypted(token(ec), { header: { crit: ['x'], x: 1 } }),
);
refuse('encrypted: claims without a signature', encrypted(JSON.stringify(good)));

vectors.push(...severalCookies(user), ...cookieHeaders(user), ...bareCookies(user));

const file = {
  about:
    'Made by make-vectors.mjs. A vector without a cookie has its token in one, as base64 of {"jwt": "…"}. A cookie that is a list is several lines of the header. Each character of a cookie is a byte. The verdicts are those of the moment now; jwks also has keys that are not to be used.',
  now: NOW,
  issuer: 'latchkey',
  audience: 'latchkey',
  cookieName: '__Host-session',
  secrets: [first.secret, second.secret],
  jwks: { keys: [ec.jwk, rsa.jwk, ...Object.values(misfits).map(({ jwk }) => jwk)] },
  cookieKey: cookieKey.toString('base64'),
  user,
  vectors,
};
/** Bytes that are not ASCII are seen in the file. */
const escaped = (text) => text.replace(/[\x80-\xff]/g, (byte) => `\\u00${byte.charCodeAt(0).toString(16)}`);
process.stdout.write(`${escaped(JSON.stringify(file, undefined, 2))}\n`);
