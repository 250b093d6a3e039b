import { encodeSessionCookie } from '@latchkey/common/protocol';

/** The Cookie header of a browser that has this token. */
export function cookieWith(name: string, jwt: string): string {
  return `${name}=${encodeSessionCookie(jwt)}`;
}
