import { randomUUID } from 'node:crypto';
import { ConfigurationError } from './config/configuration-error';
import { parseDuration } from './config/duration';
import { readEnvironment, sharedVariables } from './config/environment';
import { parseKeyRing } from './config/key-ring';
import type { CustomClaims } from './custom-claims';
import { encodeSessionCookie, sessionCookieName } from './request/cookies';
import { signAccessToken } from './token/sign-access-token';
import { MAX_ACCESS_TTL } from './token/verify-access-token';

const MAX_EXPIRES_IN = parseDuration(MAX_ACCESS_TTL) / 1000;

/** Who a test wants to be. */
export interface TestUser {
  readonly id: string;
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly claims?: CustomClaims;
}

export interface TestTokenOptions {
  /** Seconds until the token expires, at most 86400 (24h); negative for one that has expired. Default 900. */
  readonly expiresIn?: number;
}

/**
 * An access token as the auth service would issue it, signed with the JWT_KEY of this process.
 * @throws ConfigurationError when JWT_KEY is not set
 * @throws RangeError when it would live longer than a service accepts
 */
export function accessToken(user: TestUser, { expiresIn = 900 }: TestTokenOptions = {}): string {
  if (expiresIn > MAX_EXPIRES_IN)
    throw new RangeError(`expiresIn must be at most ${MAX_EXPIRES_IN} s (${MAX_ACCESS_TTL})`);
  const env = readEnvironment(process.env, sharedVariables);
  const { id, email = `${id}@example.com`, roles = [], claims } = user;
  return signAccessToken({ sub: id, sid: randomUUID(), gen: 0, email, roles, claims }, expiresIn * 1000, {
    keys: parseKeyRing(env.JWT_KEY ?? missingKey()),
    issuer: env.ISSUER,
    audience: env.AUDIENCE,
  });
}

/**
 * The session cookie of a signed-in user, as `name=value` for a Cookie header.
 * @throws ConfigurationError when JWT_KEY is not set
 */
export function sessionCookie(user: TestUser, options?: TestTokenOptions): string {
  const env = readEnvironment(process.env, sharedVariables);
  const name = sessionCookieName({ cookieSecure: env.COOKIE_SECURE, cookieDomain: env.COOKIE_DOMAIN });
  return `${name}=${encodeSessionCookie(accessToken(user, options))}`;
}

function missingKey(): never {
  throw new ConfigurationError([
    'JWT_KEY is not set, which a token is signed with; a public key is not enough',
  ]);
}
