/** A service on Node, without @latchkey/common, that lets people in by Latchkey's session cookie. */
import { createHmac, createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import { compactDecrypt, compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';

const { JWT_KEY = '', JWKS_URL, ISSUER = 'latchkey', AUDIENCE = 'latchkey' } = process.env;
const { COOKIE_SECURE, COOKIE_DOMAIN, COOKIE_KEY, PORT } = process.env;
const SECURE_COOKIE = COOKIE_DOMAIN ? '__Secure-session' : '__Host-session';
const COOKIE = COOKIE_SECURE === 'false' ? 'session' : SECURE_COOKIE;
/** So many session cookies of a request count: each can cost a verification, and anybody can send many. */
const MAX_COOKIES = 4;
/** Browsers keep no larger cookie (RFC 6265, section 6.1). */
const MAX_VALUE_CHARACTERS = 4096;
/** Stricter than the decoder, which lets line breaks and spaces pass (RFC 7515, section 2). */
const COMPACT_FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const CLOCK_TOLERANCE_S = 5;
const MAX_CLOCK_SKEW_S = 300;
const MAX_LIFETIME_S = 86_400;
/** What looks like a key of another kind would be a secret that others know. */
const NO_SECRET = /-----(BEGIN|END)|"kty"/;

/** Why somebody is not let in; a client refreshes on token_expired only. */
class Refused extends Error {}

/** The keys that verify, by the kid that tokens name; each is for one algorithm only (RFC 8725, section 3.1). */
async function readKeys() {
  const keys = new Map();
  if (NO_SECRET.test(JWT_KEY))
    throw new Error('JWT_KEY takes secrets; for a key pair set JWKS_URL in place of it');
  for (const secret of JWT_KEY.split(',').filter(Boolean)) {
    const key = createSecretKey(secret.trim(), 'utf8');
    const kid = createHmac('sha256', key).update('latchkey key id').digest('base64url').slice(0, 16);
    keys.set(kid, { alg: 'HS256', key });
  }
  if (JWKS_URL) {
    const jwks = await (await fetch(JWKS_URL)).json();
    for (const jwk of jwks.keys.filter(isToVerify))
      keys.set(jwk.kid, { alg: jwk.alg, key: await importJWK(jwk) });
  }
  return keys;
}

/** Whether a published key is public, for signatures, and of the algorithm that fits it (RFC 7517, section 4). */
function isToVerify({ kty, crv, alg, use = 'sig', key_ops: operations = ['verify'], d }) {
  const fits = (kty === 'EC' && crv === 'P-256' && alg === 'ES256') || (kty === 'RSA' && alg === 'RS256');
  return fits && use === 'sig' && operations.includes('verify') && d === undefined;
}

const keys = await readKeys();

/**
 * The claims of the person a request is from. A browser sends a session cookie for each domain that it was set for: of several good
 * ones the token that was issued last counts, and of two of the same second the first.
 */
async function authenticate(header = '') {
  const pairs = header.split(';').map(trim);
  const cookies = pairs.filter((each) => each.startsWith(`${COOKIE}=`)).slice(0, MAX_COOKIES);
  if (cookies.length === 0) throw new Refused('token_missing');
  let best;
  let failure = 'token_invalid';
  for (const cookie of cookies) {
    try {
      const claims = await verify(await readToken(cookie.slice(COOKIE.length + 1)));
      if (!best || claims.iat > best.iat) best = claims;
    } catch (error) {
      // What a refresh cures is told, whatever else came with it.
      if (error instanceof Refused && error.message === 'token_expired') failure = error.message;
    }
  }
  if (!best) throw new Refused(failure);
  return best;
}

/** Only these are space in a Cookie header. Anything else is part of the cookie's name, which then has no prefix. */
function trim(text) {
  let [start, end] = [0, text.length];
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(start, end);
}

/** Takes away the percent-encoding that some clients add. */
function decodePercent(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The text in a session cookie. One with a dot is the token itself, any other is base64 of {"jwt": "…"}. */
function readCookie(encoded) {
  const value = decodePercent(trim(encoded));
  if (value.length > MAX_VALUE_CHARACTERS) throw new Refused('token_invalid');
  // A value can be in quotes (RFC 6265, section 4.1.1). The decoder of base64 skips them.
  if (value.includes('.')) return /^"(.*)"$/.exec(value)?.[1] ?? value;
  return JSON.parse(Buffer.from(value, 'base64')).jwt;
}

/** The access token in a session cookie, which is encrypted where auth has a COOKIE_KEY. */
async function readToken(value) {
  const jwt = readCookie(value);
  if (jwt.split('.').length !== 5 || !COOKIE_KEY) return jwt;
  const { cty, zip } = decodeProtectedHeader(jwt);
  if (cty !== 'JWT' || zip) throw new Refused('token_invalid');
  const { plaintext } = await compactDecrypt(jwt, Buffer.from(COOKIE_KEY, 'base64'), {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return Buffer.from(plaintext).toString();
}

/** The claims of an access token that is good now. */
async function verify(jwt) {
  if (!COMPACT_FORM.test(jwt)) throw new Refused('token_invalid');
  const { kid, typ, crit } = decodeProtectedHeader(jwt);
  // `crit` names extensions that must be understood; this program knows none (RFC 7515, section 4.1.11).
  if (typ !== 'at+jwt' || crit || typeof kid !== 'string') throw new Refused('token_invalid');
  const known = keys.get(kid);
  if (known) await compactVerify(jwt, known.key, { algorithms: [known.alg] });
  const claims = decodeJwt(jwt);
  const now = Date.now() / 1000;
  const isOurs = claims.iss === ISSUER && claims.aud === AUDIENCE && typeof claims.sub === 'string';
  const hasTimes = Number.isInteger(claims.iat) && Number.isInteger(claims.exp);
  // What admins have set on the account, which may be nothing.
  const { claims: custom = {} } = claims;
  const isObject = typeof custom === 'object' && custom !== null && !Array.isArray(custom);
  if (!isOurs || !isObject || !hasTimes || claims.nbf > now) throw new Refused('token_invalid');
  // Also when its key is gone, and nothing was verified: a refresh hangs on no key.
  if (isOutOfTime(claims, now)) throw new Refused('token_expired');
  if (!known) throw new Refused('token_invalid');
  return claims;
}

/** Whether it has expired, or claims a time that no token of ours has: too long, or yet to come. */
function isOutOfTime({ iat, exp }, now) {
  return now >= exp + CLOCK_TOLERANCE_S || exp - iat > MAX_LIFETIME_S || iat > now + MAX_CLOCK_SKEW_S;
}

const server = createServer(async (req, res) => {
  res.setHeader('Content-Type', 'application/json');
  try {
    const { sub, roles, claims } = await authenticate(req.headers.cookie);
    res.end(JSON.stringify({ user: { id: sub, roles, claims } }));
  } catch (error) {
    res.statusCode = 401;
    res.end(JSON.stringify({ code: error instanceof Refused ? error.message : 'token_invalid' }));
  }
});
server.listen(Number(PORT), '127.0.0.1');
