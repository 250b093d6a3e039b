import { randomUUID } from 'crypto';
import { sign } from 'jsonwebtoken';
import type { KeyRing } from '../keys/key-ring';
import type { AccessTokenClaims } from './claims';
import { ACCESS_TOKEN_TYPE, type TokenContext } from './verify-access-token';

/** What the issuer decides; the rest of the claims follows from it. */
export type AccessTokenSubject = Pick<
  AccessTokenClaims,
  | 'sub'
  | 'sid'
  | 'gen'
  | 'email'
  | 'roles'
  | 'claims'
  | 'auth_time'
  | 'amr'
  | 'acr'
  | 'email_verified'
  | 'roles_withheld'
>;

/**
 * Makes a signed access token (a JWS in compact form) with the ring's first key.
 * @param lifetime milliseconds until it expires, counted from now, rounded down to seconds
 */
export function signAccessToken(
  subject: AccessTokenSubject,
  lifetime: number,
  { keys, issuer, audience }: TokenContext & { keys: KeyRing },
): string {
  const { sub, sid, gen, email, roles, claims: custom, auth_time, amr, acr } = subject;
  const { email_verified, roles_withheld } = subject;
  const iat = Math.floor(Date.now() / 1000);
  const claims: AccessTokenClaims = {
    iss: issuer,
    aud: audience,
    sub,
    sid,
    gen,
    email,
    roles,
    ...(custom && { claims: custom }),
    ...(auth_time !== undefined && { auth_time }),
    ...(amr && { amr }),
    ...(acr !== undefined && { acr }),
    ...(email_verified !== undefined && { email_verified }),
    ...(roles_withheld && { roles_withheld }),
    jti: randomUUID(),
    iat,
    exp: iat + Math.floor(lifetime / 1000),
  };
  const { alg, kid, signingKey } = keys.signing;
  return sign(claims, signingKey, { algorithm: alg, header: { alg, typ: ACCESS_TOKEN_TYPE, kid } });
}
