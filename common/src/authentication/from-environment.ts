import { ConfigurationError } from '../config/configuration-error';
import { readEnvironment, sharedVariables } from '../config/environment';
import { parseKeyRing } from '../keys/key-ring';
import type { AuthenticationMiddleware } from './authentication-middleware';
import { createAuthentication } from './create-authentication';
import { followJwks, type FollowedKeys } from '../keys/follow-jwks';
import { warningsOfOrigins } from '../request/trusted-origins';
import {
  followRevocations,
  type FollowedRevocations,
  type RevocationStatus,
} from '../revocations/follow-revocations';

interface Made {
  readonly authentication: AuthenticationMiddleware;
  readonly revocations: FollowedRevocations | undefined;
  readonly remoteKeys: FollowedKeys | undefined;
  /** What works, but an operator should know of. */
  readonly warnings: readonly string[];
}

let made: Made | undefined;

/** Made from process.env at first use, so that nothing happens at import. */
export function fromEnvironment(): Made {
  if (made) return made;
  const env = readEnvironment(process.env, sharedVariables);
  const { REVOCATIONS_URL: url, ON_OUTAGE: onOutage } = env;
  const introspection = introspectionOf(env.INTROSPECTION_URL, env.INTERNAL_TOKEN);
  const revocations =
    url === undefined ? undefined : followRevocations({ url, onOutage, token: env.INTERNAL_TOKEN });
  const remoteKeys = env.JWKS_URL === undefined ? undefined : followJwks({ url: env.JWKS_URL });
  const authentication = createAuthentication({
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
  });
  made = { authentication, revocations, remoteKeys, warnings: warningsOf(env) };
  return made;
}

function warningsOf(env: {
  readonly JWT_KEY: string | undefined;
  readonly REVOCATIONS_URL: string | undefined;
  readonly TRUSTED_ORIGINS: readonly string[];
}) {
  const hasPrivateKey = env.JWT_KEY !== undefined && parseKeyRing(env.JWT_KEY).publicJwks.length > 0;
  return [
    env.REVOCATIONS_URL === undefined &&
      'REVOCATIONS_URL is not set: a ban or a sign-out counts here only when the access token expires.',
    ...warningsOfOrigins(env.TRUSTED_ORIGINS),
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

/**
 * Call it at start. It reports a wrong configuration before the first request does. It waits for the keys of JWKS_URL,
 * however long that takes, and for the snapshot of the revocation list; with ON_OUTAGE=allow for at most 5 s.
 * @example
 * ```ts
 * import { ready } from '@latchkey/common';
 *
 * await ready();
 * app.listen(3000);
 * ```
 * @throws ConfigurationError that lists every missing or wrong variable, or when NATS refuses the credentials of REVOCATIONS_URL
 */
export async function ready(): Promise<void> {
  const { revocations, remoteKeys, warnings } = fromEnvironment();
  for (const warning of warnings) process.emitWarning(warning);
  await Promise.all([revocations?.ready(), remoteKeys?.ready()]);
}

/**
 * Ends what was opened and forgets what was made from the environment; the next use reads it again.
 * @example
 * ```ts
 * import { close } from '@latchkey/common';
 *
 * process.once('SIGTERM', () => void close());
 * ```
 */
export async function close(): Promise<void> {
  const closing = made;
  made = undefined;
  await Promise.all([closing?.revocations?.close(), closing?.remoteKeys?.close()]);
}

/**
 * How well the revocation list is kept, for your gauges; undefined without REVOCATIONS_URL.
 * @example
 * ```ts
 * import { revocationStatus } from '@latchkey/common';
 *
 * const { entries = 0, secondsSinceAsOf = Infinity } = revocationStatus() ?? {};
 * ```
 */
export function revocationStatus(): RevocationStatus | undefined {
  return fromEnvironment().revocations?.status();
}
