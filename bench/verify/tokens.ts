import { randomUUID } from 'node:crypto';
import {
  createTokenEncryption,
  encodeSessionCookie,
  parseEncryptionKeys,
  parseKeyRing,
  readEnvironment,
  sessionCookieName,
  commonVariables,
  signAccessToken,
} from '@latchkey/common/protocol';
import { USER } from './route.js';

export interface Credentials {
  /** An access token as the auth service makes it. */
  token(userId?: string, more?: MoreClaims): string;
  /** The Cookie header that a browser sends with an access token. */
  asCookie(token: string): string;
  /** The Cookie header that a signed-in browser sends. */
  cookie(userId?: string, more?: MoreClaims): Promise<string>;
}

type MoreClaims = Partial<Parameters<typeof signAccessToken>[0]>;

/** All that a token can tell: of a sign-in by two factors a moment ago, and what admins have set. */
export const allClaims = (): MoreClaims => ({
  claims: { tenant: 'acme', limits: { seats: 5 } },
  auth_time: Math.floor(Date.now() / 1000),
  amr: ['pwd', 'otp', 'mfa'],
  acr: 'aal2',
  email_verified: true,
  roles_withheld: true,
});

/** Makes valid credentials with the settings in the environment. */
export function credentialMaker(environment: NodeJS.ProcessEnv): Credentials {
  const env = readEnvironment(environment, commonVariables);
  const context = { keys: parseKeyRing(env.JWT_KEY), issuer: env.ISSUER, audience: env.AUDIENCE };
  const name = sessionCookieName({ cookieSecure: env.COOKIE_SECURE, cookieDomain: env.COOKIE_DOMAIN });

  function token(userId = USER.id, more: MoreClaims = {}): string {
    const subject = { sub: userId, sid: randomUUID(), gen: 0, email: USER.email, roles: USER.roles };
    return signAccessToken({ ...subject, ...more }, 900_000, context);
  }

  const encryption = env.COOKIE_KEY ? createTokenEncryption(parseEncryptionKeys(env.COOKIE_KEY)) : undefined;
  const asCookie = (jwt: string) => `${name}=${encodeSessionCookie(jwt)}`;

  return {
    token,
    asCookie,
    async cookie(userId, more) {
      const jwt = token(userId, more);
      return asCookie(encryption ? await encryption.encrypt(jwt) : jwt);
    },
  };
}
