import { generateKeyPairSync, randomUUID } from 'crypto';
import { ConfigurationError } from './config/configuration-error';
import { parseDuration } from './config/duration';
import { readEnvironment, sharedVariables } from './config/environment';
import { parseKeyRing } from './keys/key-ring';
import type { CustomClaims } from './custom-claims';
import { encodeSessionCookie, sessionCookieName } from './request/cookies';
import { signAccessToken, type AccessTokenSubject } from './token/sign-access-token';
import { MAX_ACCESS_TTL } from './token/verify-access-token';

const MAX_EXPIRES_IN = parseDuration(MAX_ACCESS_TTL) / 1000;

/** The user that a test signs in; `id` is enough. */
export interface TestUser {
  readonly id: string;
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly claims?: CustomClaims;
  /** Absent as from an older auth service, unless given. */
  readonly emailVerified?: boolean;
  /** When the user last proved who they are; now, unless given. */
  readonly authTime?: Date;
  /** How they did; `['pwd']`, unless given. */
  readonly amr?: readonly string[];
  /** What that is worth; `aal1`, unless given. */
  readonly acr?: 'aal1' | 'aal2';
  /** Whether roles are left out until a second factor is proven; not, unless given. */
  readonly rolesWithheld?: boolean;
}

/** How long a token of a test lives. */
export interface TestTokenOptions {
  /** Seconds until the token expires, at most 86400 (24h); negative for one that has expired. Default 900. */
  readonly expiresIn?: number;
}

let testKey: string | undefined;

/**
 * Makes a key pair for the tests of this process. The service finds the public half in `JWT_PUBLIC_KEY`, as in
 * production, and `accessToken` and `sessionCookie` sign with the other. Call it before the service reads its
 * configuration.
 * @example
 * ```ts
 * import { useTestKeyPair } from '@latchkey/common/testing';
 *
 * useTestKeyPair();
 * ```
 */
export function useTestKeyPair(): void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  testKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  process.env.JWT_PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * An access token as the auth service would issue it, signed with the key of `useTestKeyPair`, else with JWT_KEY.
 * @throws ConfigurationError when there is neither
 * @throws RangeError when it would live longer than a service accepts
 * @example
 * ```ts
 * import { accessToken } from '@latchkey/common/testing';
 *
 * const headers = { Authorization: `Bearer ${accessToken({ id: 'ada', roles: ['admin'] })}` };
 * ```
 */
export function accessToken(user: TestUser, { expiresIn = 900 }: TestTokenOptions = {}): string {
  if (expiresIn > MAX_EXPIRES_IN)
    throw new RangeError(`expiresIn must be at most ${MAX_EXPIRES_IN} s (${MAX_ACCESS_TTL})`);
  const env = readEnvironment(process.env, sharedVariables);
  return signAccessToken(subjectOf(user), expiresIn * 1000, {
    keys: parseKeyRing(testKey ?? env.JWT_KEY ?? missingKey()),
    issuer: env.ISSUER,
    audience: env.AUDIENCE,
  });
}

/**
 * The session cookie of a signed-in user, as `name=value` for a Cookie header.
 * @throws ConfigurationError when there is neither
 * @example
 * ```ts
 * import { sessionCookie } from '@latchkey/common/testing';
 *
 * const expired = { Cookie: sessionCookie({ id: 'ada' }, { expiresIn: -60 }) };
 * ```
 */
export function sessionCookie(user: TestUser, options?: TestTokenOptions): string {
  const env = readEnvironment(process.env, sharedVariables);
  const name = sessionCookieName({ cookieSecure: env.COOKIE_SECURE, cookieDomain: env.COOKIE_DOMAIN });
  return `${name}=${encodeSessionCookie(accessToken(user, options))}`;
}

function subjectOf(user: TestUser): AccessTokenSubject {
  const { id, email = `${id}@example.com`, roles = [], claims, emailVerified: email_verified } = user;
  const { authTime = new Date(), amr = ['pwd'], acr = 'aal1', rolesWithheld: roles_withheld } = user;
  const auth_time = Math.floor(authTime.getTime() / 1000);
  const proven = { auth_time, amr, acr, email_verified, roles_withheld };
  return { sub: id, sid: randomUUID(), gen: 0, email, roles, claims, ...proven };
}

function missingKey(): never {
  throw new ConfigurationError([
    'there is no key to sign a token with: call useTestKeyPair() first, or set JWT_KEY',
  ]);
}
