/** Makes keys, and tokens good and bad. By hand, with Node's own cryptography: no library makes a token that none may accept. */
import {
  createCipheriv,
  createHash,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign as signRaw,
} from 'node:crypto';

/** Tokens are good for a day at most, so all of them are made for this moment. Seconds since 1970. */
export const NOW = Math.floor(Date.now() / 1000);
export const DAY = 86_400;

export const b64u = (data) => Buffer.from(data).toString('base64url');
export const json = (value) => b64u(JSON.stringify(value));

const kidOfSecret = (secret) =>
  b64u(createHmac('sha256', secret).update('latchkey key id').digest()).slice(0, 16);

// Keys: two secrets, one pair of each kind, and one pair that nobody holds the public half of.
const secretOf = () => {
  const secret = randomBytes(48).toString('base64');
  return {
    secret,
    alg: 'HS256',
    kid: kidOfSecret(secret),
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
function misfit(members, pair = pairOf('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }))) {
  return { ...pair, jwk: { ...pair.jwk, ...members } };
}
function misfitWithPrivateHalf() {
  const pair = misfit({});
  const { d } = pair.privateKey.export({ format: 'jwk' });
  return { ...pair, jwk: { ...pair.jwk, d } };
}
function misfitSecret() {
  const { secret, alg, kid } = secretOf();
  return { secret, alg, kid, jwk: { kty: 'oct', k: b64u(secret), kid, alg, use: 'sig' } };
}
export const [first, second, stranger] = [secretOf(), secretOf(), secretOf()];
export const ec = pairOf('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }));
export const rsa = pairOf('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }));
export const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
/** Published keys that are not for this: each is the only one that can check its tokens. */
export const misfits = {
  'a key for encryption': misfit({ use: 'enc' }),
  'a key for other operations': misfit({ use: undefined, key_ops: ['encrypt', 'wrapKey'] }),
  'a key whose alg is another': misfit({ alg: 'ES384' }),
  'an RSA key whose alg is another': misfit(
    { alg: 'PS256' },
    pairOf('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
  ),
  'a private key': misfitWithPrivateHalf(),
  'a secret': misfitSecret(),
};
export const gone = pairOf('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }));
export const cookieKey = randomBytes(32);
export const kidOfCookieKey = kidOfSecret(cookieKey);

export const good = {
  iss: 'latchkey',
  aud: 'latchkey',
  sub: '64f0c2a9e1b7d3584a6c9f02',
  sid: 'b3V0LW9mLW1pbmQtc2Vzcw',
  gen: 3,
  email: 'ada@example.com',
  roles: ['tickets:purchase'],
  claims: { tenant: 'acme', limits: { seats: 5 } },
  jti: randomUUID(),
  iat: NOW,
  exp: NOW + DAY,
  auth_time: NOW - 60,
  amr: ['pwd'],
  acr: 'aal1',
  email_verified: true,
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
export function token(key, { header = {}, claims = {}, alg = key.alg, with: other, signature } = {}) {
  const input = `${json({ alg, typ: 'at+jwt', kid: key.kid, ...header })}.${json({ ...good, ...claims })}`;
  const made = signature ?? b64u(SIGNERS[alg](other ?? key.secret ?? key.privateKey, input));
  return `${input}.${made}`;
}

/** A JWE around a token, or around anything. */
export function encrypted(jwt, { key = cookieKey, header = {} } = {}) {
  const aad = json({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: kidOfCookieKey, ...header });
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const text = Buffer.concat([cipher.update(jwt), cipher.final()]);
  return [aad, '', b64u(iv), b64u(text), b64u(cipher.getAuthTag())].join('.');
}
