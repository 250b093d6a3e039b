import { decodeSessionCookie, readCookies } from '../request/cookies';
import type { Attempt } from './probe';
import { SESSION_COOKIES } from './spoofed-headers';

/**
 * What a service behind could act as its visitor with, if it arrived.
 * @param cookies the Cookie header of a user who may enter
 */
export function tokensOf(cookies: string): readonly Attempt[] {
  return SESSION_COOKIES.flatMap((name) => readCookies(cookies, name, 1)).flatMap((value) => [
    { what: 'the session cookie', withheld: { header: 'cookie', value } },
    ...bearerOf(decodeSessionCookie(value)),
  ]);
}

function bearerOf(token: string | undefined): readonly Attempt[] {
  if (token === undefined) return [];
  return [
    {
      what: 'a bearer token',
      headers: [['Authorization', `Bearer ${token}`]],
      withheld: { header: 'authorization', value: token },
    },
  ];
}
