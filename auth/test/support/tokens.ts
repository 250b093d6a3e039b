import type { Response } from 'supertest';
import { cookieValue } from './cookies';

export interface Claims {
  readonly sub: string;
  readonly sid: string;
  readonly gen: number;
  readonly iat: number;
  readonly exp: number;
  readonly [name: string]: unknown;
}

/** One part of a JWT: 0 is the header, 1 the claims. */
export function jwtPart(jwt: string, index: 0 | 1): Claims {
  return JSON.parse(Buffer.from(jwt.split('.')[index]!, 'base64url').toString()) as Claims;
}

/** The access token in a session cookie's value, of either form. */
export function accessTokenIn(session: string): string {
  if (session.includes('.')) return session;
  return (JSON.parse(Buffer.from(session, 'base64').toString()) as { jwt: string }).jwt;
}

/** The session cookie's value for an access token. */
export function sessionWith(jwt: string): string {
  return Buffer.from(JSON.stringify({ jwt })).toString('base64');
}

/** The claims of the access token that an answer sets. */
export function claimsOf(response: Response, cookie = 'session'): Claims {
  return jwtPart(accessTokenIn(cookieValue(response, cookie) ?? ''), 1);
}
