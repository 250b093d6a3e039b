/**
 * The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1).
 * @returns whatever follows the scheme, even nothing, since a malformed bearer token must not give way to the cookie;
 *   undefined when the header is absent or of another scheme
 */
export function readBearer(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^Bearer(?:\s+|$)(.*)/i.exec(authorization)?.[1];
}
