/**
 * Makes interop/vectors.json anew, with new keys: tokens good and bad, and what whoever checks them has to say.
 *
 *     node interop/make-vectors.mjs
 *
 * All is made by hand, with Node's own cryptography, since no library makes a token that no library may accept.
 */
import {
  createCipheriv,
  createHash,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign as signRaw,
} from 'node:crypto';
import { writeFileSync } from 'node:fs';

const YEAR_2001 = 1_000_000_000;
const YEAR_2100 = 4_102_444_800;

const b64u = (data) => Buffer.from(data).toString('base64url');
const json = (value) => b64u(JSON.stringify(value));

// Keys: two secrets, one pair of each kind, and one pair that nobody holds the public half of.
const secretOf = () => {
  const secret = randomBytes(48).toString('base64');
  return {
    secret,
    alg: 'HS256',
    kid: b64u(createHmac('sha256', secret).update('latchkey key id').digest()).slice(0, 16),
  };
};
const pairOf = (alg, { privateKey, publicKey }) => {
  const jwk = publicKey.export({ format: 'jwk' });
  const { crv, e, kty, n, x, y } = jwk;
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  const kid = b64u(createHash('sha256').update(JSON.stringify(members)).digest());
  const spki = publicKey.export({ type: 'spki', format: 'pem' });
  return { alg, kid, privateKey, spki, jwk: { ...jwk, kid, alg, use: 'sig' } };
};
const [first, second, stranger] = [secretOf(), secretOf(), secretOf()];
const ec = pairOf('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const rsa = pairOf('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }));
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const gone = pairOf('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const cookieKey = randomBytes(32);

const good = {
  iss: 'latchkey',
  aud: 'latchkey',
  sub: '64f0c2a9e1b7d3584a6c9f02',
  sid: 'b3V0LW9mLW1pbmQtc2Vzcw',
  gen: 3,
  email: 'ada@example.com',
  roles: ['tickets:purchase'],
  jti: randomUUID(),
  iat: YEAR_2001 - 900,
  exp: YEAR_2100,
};

const rsaPss = { padding: 6, saltLength: 32 };
const ieee = { dsaEncoding: 'ieee-p1363' };
/** How a signature is made by a name of RFC 7518 from a secret's bytes or a private key. */
const SIGNERS = {
  HS256: (key, input) => createHmac('sha256', key).update(input).digest(),
  HS384: (key, input) => createHmac('sha384', key).update(input).digest(),
  HS512: (key, input) => createHmac('sha512', key).update(input).digest(),
  RS256: (key, input) => signRaw('sha256', Buffer.from(input), key),
  RS512: (key, input) => signRaw('sha512', Buffer.from(input), key),
  PS256: (key, input) => signRaw('sha256', Buffer.from(input), { key, ...rsaPss }),
  ES256: (key, input) => signRaw('sha256', Buffer.from(input), { key, ...ieee }),
  ES384: (key, input) => signRaw('sha384', Buffer.from(input), { key, ...ieee }),
  none: () => Buffer.alloc(0),
};

/** A token that is right, but for the changes; `undefined` leaves a member out. */
function token(key, { header = {}, claims = {}, alg = key.alg, with: other, signature } = {}) {
  const input = `${json({ alg, typ: 'at+jwt', kid: key.kid, ...header })}.${json({ ...good, ...claims })}`;
  const made = signature ?? b64u(SIGNERS[alg](other ?? key.secret ?? key.privateKey, input));
  return `${input}.${made}`;
}

function encrypted(jwt, { key = cookieKey, header = {} } = {}) {
  const aad = json({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: kidOfCookieKey, ...header });
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const text = Buffer.concat([cipher.update(jwt), cipher.final()]);
  return [aad, '', b64u(iv), b64u(text), b64u(cipher.getAuthTag())].join('.');
}
const kidOfCookieKey = b64u(createHmac('sha256', cookieKey).update('latchkey key id').digest()).slice(0, 16);

const vectors = [];
const accept = (name, jwt) => vectors.push({ name, jwt, verdict: 'ok' });
const refuse = (name, jwt, verdict = 'token_invalid') => vectors.push({ name, jwt, verdict });
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
  refuse(`${what}: expired`, token(key, { claims: { exp: YEAR_2001 } }), 'token_expired');
  refuse(
    `${what}: expired, and for another audience`,
    token(key, { claims: { exp: YEAR_2001, aud: 'billing' } }),
  );
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
    token(key, { claims: { exp: YEAR_2001 }, signature: b64u(randomBytes(64)) }),
  );
  refuse(`${what}: alg none, no signature`, token(key, { alg: 'none' }));
  refuse(`${what}: alg none, a signature`, token(key, { header: { alg: 'none' } }));
  refuse(`${what}: alg "None"`, token(key, { header: { alg: 'None' }, signature: '' }));
  refuse(`${what}: for another audience`, token(key, { claims: { aud: 'billing' } }));
  refuse(`${what}: of another issuer`, token(key, { claims: { iss: 'https://evil.example' } }));
  refuse(`${what}: of another type`, token(key, { header: { typ: 'JWT' } }));
  refuse(`${what}: an extension that must be understood`, token(key, { header: { crit: ['exp'], exp: 1 } }));
  // RFC 8725, section 2.1: the key decides on the algorithm, not the token.
  for (const alg of ['HS256', 'RS256', 'ES256']) {
    if (alg !== key.alg) refuse(`${what}: alg swapped to ${alg}`, token(key, { header: { alg } }));
  }
}
for (const claim of ['iss', 'aud', 'sub', 'exp'])
  refuse(`no ${claim}`, token(ec, { claims: { [claim]: undefined } }));
refuse('exp is a string', token(ec, { claims: { exp: String(YEAR_2100) } }));
refuse('good only from the year 2100', token(ec, { claims: { nbf: YEAR_2100 - 1 } }));
refuse('no typ', token(ec, { header: { typ: undefined } }));
refuse('no kid', token(ec, { header: { kid: undefined } }));
refuse('an empty kid', token(ec, { header: { kid: '' } }));
refuse('a kid that is no string', token(ec, { header: { kid: 7 } }));
refuse('a kid of an object in every language', token(ec, { header: { kid: '__proto__' } }));
refuse('an unknown key', token(gone));
refuse('an unknown key that comes with the token', token(gone, { header: { kid: ec.kid, jwk: gone.jwk } }));
refuse(
  'an unknown key at an address',
  token(gone, { header: { kid: ec.kid, jku: 'https://evil.example/jwks.json' } }),
);
refuse('a secret that nobody knows', token(first, { with: stranger.secret }));
refuse("the other secret under the first one's kid", token(first, { with: second.secret }));
refuse(
  'a key that is gone, expired: to be refreshed',
  token(gone, { claims: { exp: YEAR_2001 } }),
  'token_expired',
);
refuse(
  'a key that is gone, expired, for another audience',
  token(gone, { claims: { exp: YEAR_2001, aud: 'billing' } }),
);
for (const [what, { kid, spki }] of [
  ['P-256', ec],
  ['RSA', rsa],
]) {
  refuse(
    `the public key of ${what} as a secret, in PEM`,
    token(ec, { header: { kid }, alg: 'HS256', with: spki }),
  );
  refuse(
    `the public key of ${what} as a secret, trimmed`,
    token(ec, { header: { kid }, alg: 'HS256', with: spki.trim() }),
  );
}
refuse("the RSA key's own PS256", token(rsa, { alg: 'PS256' }));
refuse("the RSA key's own RS512", token(rsa, { alg: 'RS512' }));
refuse("the secret's own HS384", token(first, { alg: 'HS384' }));
refuse("the secret's own HS512", token(first, { alg: 'HS512' }));
refuse('ES384 under the kid of P-256', token(ec, { alg: 'ES384', with: p384 }));
refuse("RSA's signature under the kid of P-256", token(ec, { alg: 'RS256', with: rsa.privateKey }));
refuse("P-256's signature under the kid of RSA", token(rsa, { alg: 'ES256', with: ec.privateKey }));
refuse('a secret under the kid of P-256', token(ec, { alg: 'HS256', with: first.secret }));
refuse("P-256's signature under the kid of a secret", token(first, { alg: 'ES256', with: ec.privateKey }));
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
refuse('encrypted: expired', encrypted(token(ec, { claims: { exp: YEAR_2001 } })), 'token_expired');
refuse('encrypted: forged', encrypted(token(first, { with: stranger.secret })));
refuse('encrypted: for another audience', encrypted(token(ec, { claims: { aud: 'billing' } })));
refuse('encrypted with another key', encrypted(token(ec), { key: randomBytes(32) }));
refuse('encrypted: another tag', encrypted(token(ec)).replace(/\.[^.]+$/, `.${b64u(randomBytes(16))}`));
refuse('encrypted: a short tag', encrypted(token(ec)).replace(/\.([^.]{11})[^.]+$/, '.$1'));
refuse(
  'encrypted: another header',
  encrypted(token(ec)).replace(/^[^.]+/, json({ alg: 'dir', enc: 'A256GCM', kid: kidOfCookieKey })),
);
refuse('encrypted: another enc', encrypted(token(ec), { header: { enc: 'A128CBC-HS256' } }));
refuse('encrypted: another alg', encrypted(token(ec), { header: { alg: 'A256KW' } }));
refuse('encrypted: claims without a signature', encrypted(JSON.stringify(good)));

const file = {
  about:
    'Made by make-vectors.mjs. A vector without a cookie has its token in one, as base64 of {"jwt": "…"}.',
  issuer: 'latchkey',
  audience: 'latchkey',
  cookieName: '__Host-session',
  secrets: [first.secret, second.secret],
  jwks: { keys: [ec.jwk, rsa.jwk] },
  cookieKey: cookieKey.toString('base64'),
  user: { id: good.sub, roles: good.roles },
  vectors,
};
writeFileSync(new URL('vectors.json', import.meta.url), `${JSON.stringify(file, undefined, 2)}\n`);
console.log(`${vectors.length} vectors`);
