import type { AuthenticatorSettings } from './authenticator';
import { ConfigurationError } from '../config/configuration-error';
import {
  joinKeySets,
  parseEncryptionKeys,
  parseKeyRing,
  parsePublicKeys,
  type KeySet,
} from '../keys/key-ring';
import type { IntrospectionOptions } from '../introspection/introspection';
import type { RemoteKeys } from '../keys/remote-keys';
import type { Revocations } from '../revocations/revocations';
import { createTokenEncryption, type TokenEncryption } from '../token/token-encryption';

/** What `createAuthentication` needs to know. A key is required: `jwtKey`, `jwtPublicKey` or `remoteKeys`. */
export interface AuthenticationOptions {
  /** Comma-separated secrets of at least 32 bytes, or private keys in PEM; each verifies. */
  readonly jwtKey?: string | undefined;
  /** Comma-separated public keys in PEM, for a service that makes no tokens. */
  readonly jwtPublicKey?: string | undefined;
  /** Public keys that are published elsewhere, as `followJwks` makes them. */
  readonly remoteKeys?: RemoteKeys | undefined;
  /** Comma-separated keys of 32 bytes as base64, when the token in the cookie is encrypted. */
  readonly cookieKey?: string | undefined;
  /** The `iss` that tokens must have; default `latchkey`. */
  readonly issuer?: string | undefined;
  /** The `aud` that tokens must have; default `latchkey`. */
  readonly audience?: string | undefined;
  /** Whether the cookie is Secure and so has a name prefix; default true. */
  readonly cookieSecure?: boolean | undefined;
  /** The domain that the session cookie is shared with, if any. */
  readonly cookieDomain?: string | undefined;
  /** Other origins whose pages may send unsafe requests with cookies; default none. */
  readonly trustedOrigins?: readonly string[] | undefined;
  /** What is known of tokens that died before they expired. */
  readonly revocations?: Revocations | undefined;
  /** Whom `requireActive` asks. */
  readonly introspection?: IntrospectionOptions | undefined;
}

/**
 * Parses the keys and fills in the defaults.
 * @throws ConfigurationError when no usable key is given
 */
export function readOptions(options: AuthenticationOptions): AuthenticatorSettings {
  // Not a spread over the defaults: an option that is there but undefined would switch its check off.
  return {
    keys: readKeys(options),
    remoteKeys: options.remoteKeys,
    encryption: readEncryption(options),
    issuer: options.issuer ?? 'latchkey',
    audience: options.audience ?? 'latchkey',
    cookieSecure: options.cookieSecure ?? true,
    cookieDomain: options.cookieDomain,
    trustedOrigins: options.trustedOrigins ?? [],
    revocations: options.revocations,
  };
}

function readKeys({ jwtKey, jwtPublicKey, remoteKeys }: AuthenticationOptions): KeySet {
  const sets = [
    jwtKey === undefined ? undefined : read('jwtKey', () => parseKeyRing(jwtKey)),
    jwtPublicKey === undefined ? undefined : read('jwtPublicKey', () => parsePublicKeys(jwtPublicKey)),
    remoteKeys,
  ].filter((set) => set !== undefined);
  if (sets.length === 0) throw new ConfigurationError(['jwtKey, jwtPublicKey or remoteKeys is needed']);
  return joinKeySets(sets);
}

function readEncryption({ cookieKey }: AuthenticationOptions): TokenEncryption | undefined {
  if (cookieKey === undefined) return undefined;
  return createTokenEncryption(read('cookieKey', () => parseEncryptionKeys(cookieKey)));
}

function read<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new ConfigurationError([`${option} ${(error as Error).message}`]);
  }
}
