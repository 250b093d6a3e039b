import { createHmac, randomUUID } from 'node:crypto';
import { parseKeyRing } from '../../src/keys/key-ring';

/** Made by hand, not by the code under test, so that any token can be forged. */
export const SECRET = 'a-secret-that-only-the-tests-know-0123456789';
export const OTHER_SECRET = 'another-secret-that-nobody-here-knows-987654';

export type Json = Record<string, unknown>;

export function kidOf(secret: string): string {
  return parseKeyRing(secret).signing.kid;
}

/** The header of a good token; `undefined` leaves a parameter out. */
export function joseHeader(changes: Json = {}): Json {
  return { alg: 'HS256', typ: 'at+jwt', kid: kidOf(SECRET), ...changes };
}

/** The claims of a good token of Ada's; `undefined` leaves a claim out. */
export function claimsSet(changes: Json = {}): Json {
  const iat = Math.floor(Date.now() / 1000);
  return {
    iss: 'latchkey',
    aud: 'latchkey',
    sub: 'ada',
    sid: 'session-of-ada',
    gen: 3,
    email: 'ada@example.com',
    roles: ['tickets:purchase'],
    jti: randomUUID(),
    iat,
    exp: iat + 900,
    ...changes,
  };
}

/** A good token of Ada's, unless something is changed. */
export function token(claims: Json = {}, header: Json = {}, secret = SECRET): string {
  return signed(JSON.stringify(joseHeader(header)), JSON.stringify(claimsSet(claims)), secret);
}

/** A JWS in compact form over any two texts, JSON or not. */
export function signed(header: string, payload: string, secret = SECRET, hash = 'sha256'): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
}

export function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The Cookie header that a browser would send with this token. */
export function asCookie(jwt: string, name = '__Host-session'): string {
  return `${name}=${base64(JSON.stringify({ jwt }))}`;
}

/** The Cookie header with the other form of the value, the token itself. */
export function asBareCookie(jwt: string, name = '__Host-session'): string {
  return `${name}=${jwt}`;
}

/** The Authorization header of an API client. */
export function asBearer(jwt: string): string {
  return `Bearer ${jwt}`;
}
