/** A service on Node, without @latchkey/common, that lets people in by Latchkey's session cookie. */
import { createHmac, createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import { compactDecrypt, compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';

const { JWT_KEY = '', JWKS_URL, ISSUER = 'latchkey', AUDIENCE = 'latchkey' } = process.env;
const { COOKIE_SECURE, COOKIE_KEY, PORT } = process.env;
const COOKIE = COOKIE_SECURE === 'false' ? 'session' : '__Host-session';
/** Stricter than the decoder, which lets line breaks and spaces pass (RFC 7515, section 2). */
const COMPACT_FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const CLOCK_TOLERANCE_S = 5;

/** Why somebody is not let in; a client refreshes on token_expired only. */
class Refused extends Error {}

/** The keys that verify, by the kid that tokens name; each is for one algorithm only (RFC 8725, section 3.1). */
async function readKeys() {
  const keys = new Map();
  for (const secret of JWT_KEY.split(',').filter(Boolean)) {
    const key = createSecretKey(secret.trim(), 'utf8');
    const kid = createHmac('sha256', key).update('latchkey key id').digest('base64url').slice(0, 16);
    keys.set(kid, { alg: 'HS256', key });
  }
  if (JWKS_URL) {
    const jwks = await (await fetch(JWKS_URL)).json();
    for (const jwk of jwks.keys) keys.set(jwk.kid, { alg: jwk.alg, key: await importJWK(jwk) });
  }
  return keys;
}

const keys = await readKeys();

/** The access token in the session cookie: base64 of {"jwt": "…"}, encrypted where auth has a COOKIE_KEY. */
async function readCookie(header = '') {
  const pair = header.split('; ').find((each) => each.startsWith(`${COOKIE}=`));
  if (!pair) throw new Refused('token_missing');
  const { jwt } = JSON.parse(Buffer.from(pair.slice(COOKIE.length + 1), 'base64'));
  if (jwt.split('.').length !== 5 || !COOKIE_KEY) return jwt;
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
  if (!isOurs || !Number.isInteger(claims.exp) || claims.nbf > now) throw new Refused('token_invalid');
  // Also when its key is gone, and nothing was verified: a refresh hangs on no key.
  if (now >= claims.exp + CLOCK_TOLERANCE_S) throw new Refused('token_expired');
  if (!known) throw new Refused('token_invalid');
  return claims;
}

const server = createServer(async (req, res) => {
  res.setHeader('Content-Type', 'application/json');
  try {
    const { sub, roles } = await verify(await readCookie(req.headers.cookie));
    res.end(JSON.stringify({ user: { id: sub, roles } }));
  } catch (error) {
    res.statusCode = 401;
    res.end(JSON.stringify({ code: error instanceof Refused ? error.message : 'token_invalid' }));
  }
});
server.listen(Number(PORT), '127.0.0.1');
