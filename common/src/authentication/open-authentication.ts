import type { AuthenticationOptions } from './authentication-options';
import { ConfigurationError } from '../config/configuration-error';
import { parseKeyRing } from '../keys/key-ring';
import { followJwks, type FollowedKeys } from '../keys/follow-jwks';
import { warningsOfOrigins } from '../request/trusted-origins';
import type { FollowedRevocations, FollowOptions } from '../revocations/follow-revocations';

/** What `sharedVariables` are read to. By name, since TypeScript 4.6 and older cannot read the type of a generic call. */
interface SharedEnvironment {
  readonly JWT_KEY: string | undefined;
  readonly JWT_PUBLIC_KEY: string | undefined;
  readonly JWKS_URL: string | undefined;
  readonly ISSUER: string;
  readonly AUDIENCE: string;
  readonly COOKIE_SECURE: boolean;
  readonly COOKIE_DOMAIN: string | undefined;
  readonly COOKIE_KEY: string | undefined;
  readonly TRUSTED_ORIGINS: readonly string[];
  readonly REVOCATIONS_URL: string | undefined;
  readonly ON_OUTAGE: 'allow' | 'deny';
  readonly INTROSPECTION_URL: string | undefined;
  readonly INTERNAL_TOKEN: string | undefined;
}

/** What a service needs to authenticate, and what it follows for that. */
export interface OpenAuthentication<F extends FollowedRevocations> {
  readonly options: AuthenticationOptions;
  readonly revocations: F | undefined;
  readonly remoteKeys: FollowedKeys | undefined;
  /** What works, but an operator should know of. */
  readonly warnings: readonly string[];
  /** Resolves once the keys and the list of revocations are there. */
  ready(): Promise<void>;
  /** Ends what was opened. */
  close(): Promise<void>;
}

/**
 * Opens what the environment names: it follows the revocations and the published keys.
 * @param follow follows the revocations, such as `followRevocations`
 * @throws ConfigurationError when INTROSPECTION_URL has no INTERNAL_TOKEN
 */
export function openAuthentication<F extends FollowedRevocations>(
  env: SharedEnvironment,
  follow: (options: FollowOptions) => F,
): OpenAuthentication<F> {
  const { REVOCATIONS_URL: url, ON_OUTAGE: onOutage, JWKS_URL: jwksUrl } = env;
  const introspection = introspectionOf(env.INTROSPECTION_URL, env.INTERNAL_TOKEN);
  const revocations = url === undefined ? undefined : follow({ url, onOutage, token: env.INTERNAL_TOKEN });
  const remoteKeys = jwksUrl === undefined ? undefined : followJwks({ url: jwksUrl });
  return {
    options: {
      jwtKey: env.JWT_KEY,
      jwtPublicKey: env.JWT_PUBLIC_KEY,
      remoteKeys,
      cookieKey: env.COOKIE_KEY,
      issuer: env.ISSUER,
      audience: env.AUDIENCE,
      cookieSecure: env.COOKIE_SECURE,
      cookieDomain: env.COOKIE_DOMAIN,
      trustedOrigins: env.TRUSTED_ORIGINS,
      revocations,
      introspection,
    },
    revocations,
    remoteKeys,
    warnings: warningsOf(env),
    ready: async () => void (await Promise.all([revocations?.ready(), remoteKeys?.ready()])),
    close: async () => void (await Promise.all([revocations?.close(), remoteKeys?.close()])),
  };
}

function warningsOf({ JWT_KEY, REVOCATIONS_URL, TRUSTED_ORIGINS }: SharedEnvironment) {
  const hasPrivateKey = JWT_KEY !== undefined && parseKeyRing(JWT_KEY).publicJwks.length > 0;
  return [
    REVOCATIONS_URL === undefined &&
      'REVOCATIONS_URL is not set: a ban or a sign-out counts here only when the access token expires.',
    ...warningsOfOrigins(TRUSTED_ORIGINS),
    hasPrivateKey &&
      'JWT_KEY holds a private key, with which this service can sign in as anybody: give it the public half, as JWT_PUBLIC_KEY.',
  ].filter((warning) => warning !== false);
}

function introspectionOf(url: string | undefined, token: string | undefined) {
  if (url === undefined) return undefined;
  if (token === undefined)
    throw new ConfigurationError(['INTERNAL_TOKEN is not set, which a question to INTROSPECTION_URL needs']);
  return { url, token };
}
