import { bool, cleanEnv, EnvError, EnvMissingError, str } from 'envalid';
import { ConfigurationError } from './configuration-error';
import { HOW_TO_MAKE_A_KEY, HOW_TO_MAKE_AN_ENCRYPTION_KEY } from '../keys/key';
import { HOW_TO_MAKE_A_PEM } from '../keys/pem';
import { readVariableFiles } from './variable-files';
import {
  cookieDomain,
  encryptionKeysText,
  feedUrl,
  httpUrl,
  jwksUrl,
  keyRingText,
  origins,
  publicKeysText,
  secret,
  tokenName,
} from './validators';

const JWT_KEY = `Keys that sign and verify access tokens, separated by commas: the first signs, all verify. Private keys in PEM (ES256, RS256; ${HOW_TO_MAKE_A_PEM}), or secrets of at least 32 bytes (HS256; ${HOW_TO_MAKE_A_KEY}), with which every service that has them can sign`;

/** The environment variables that the auth service and every service behind it read alike. */
export const commonVariables = {
  JWT_KEY: keyRingText({ desc: JWT_KEY }),
  ISSUER: tokenName({ default: 'latchkey', desc: 'The `iss` of access tokens' }),
  AUDIENCE: tokenName({ default: 'latchkey', desc: 'The `aud` of access tokens' }),
  COOKIE_SECURE: bool({
    default: true,
    desc: 'Secure cookies with a name prefix; `false` only for local http and tests',
  }),
  COOKIE_DOMAIN: cookieDomain({
    default: undefined,
    desc: 'Share the session cookie with the subdomains of this domain',
  }),
  COOKIE_KEY: encryptionKeysText({
    default: undefined,
    desc: `Encrypts the token in the session cookie, so that browsers cannot read it: 32 bytes as base64, several separated by commas (all decrypt, the first without \`decrypt:\` before it encrypts); ${HOW_TO_MAKE_AN_ENCRYPTION_KEY}`,
  }),
  TRUSTED_ORIGINS: origins({
    default: [],
    desc: 'Other origins whose pages may read answers (CORS) and send unsafe requests with cookies, separated by commas; also `https://*.example.com`, and `capacitor://localhost` for an app',
  }),
  ON_OUTAGE: str({
    default: 'allow',
    choices: ['allow', 'deny'] as const,
    desc: 'What to do while new revocations cannot arrive: accept tokens, for at most 15 minutes (`allow`), or respond 503 (`deny`)',
  }),
  INTERNAL_TOKEN: secret({
    default: undefined,
    desc: `The credential of \`POST /introspect\`, and of the feed of revocations where it wants one, 32 to 1024 characters; ${HOW_TO_MAKE_A_KEY}`,
  }),
};

/**
 * The environment variables of every service on the library.
 * @example
 * ```ts
 * import { readEnvironment, sharedVariables } from '@latchkey/common';
 *
 * const { REVOCATIONS_URL } = readEnvironment(process.env, sharedVariables);
 * ```
 */
export const sharedVariables = {
  ...commonVariables,
  JWT_KEY: keyRingText({
    default: undefined,
    requiredWhen: ({ JWT_PUBLIC_KEY, JWKS_URL }) => (JWT_PUBLIC_KEY ?? JWKS_URL) === undefined,
    desc: "Set JWT_PUBLIC_KEY, the public half of the auth service's key in PEM (openssl pkey -pubout), or JWKS_URL; or JWT_KEY where all services share a secret of at least 32 bytes (HS256)",
  }),
  JWT_PUBLIC_KEY: publicKeysText({
    default: undefined,
    desc: 'Public keys in PEM that verify access tokens, separated by commas; with them a service can verify tokens and cannot make any',
  }),
  JWKS_URL: jwksUrl({
    default: undefined,
    desc: 'The URL of the published public keys that verify access tokens, such as `http://auth-srv:3001/.well-known/jwks.json`',
  }),
  REVOCATIONS_URL: feedUrl({
    default: undefined,
    desc: 'The source of revocations: `nats://user:password@nats:4222` or `http://auth-srv:3001/revocations`',
  }),
  INTROSPECTION_URL: httpUrl({
    default: undefined,
    desc: 'The URL that `requireActive` asks, such as `http://auth-srv:3001/introspect`',
  }),
};

type Variables = Parameters<typeof cleanEnv>[1];

interface Described {
  readonly desc?: string;
  readonly choices?: readonly string[];
}

/**
 * Reads and checks environment variables; empty ones count as not set. Each can be given as a file, too: `NAME_FILE`.
 * @example
 * ```ts
 * import { readEnvironment, sharedVariables } from '@latchkey/common';
 * import { port, str } from 'envalid';
 *
 * const env = readEnvironment(process.env, { ...sharedVariables, MONGO_URI: str(), PORT: port({ default: 3000 }) });
 * ```
 * @throws ConfigurationError that lists every missing or wrong variable at once, without their values
 */
export function readEnvironment<S extends Variables>(env: NodeJS.ProcessEnv, variables: S) {
  const given = readVariableFiles(env, Object.keys(variables as object));
  return cleanEnv(given.env, variables, {
    reporter: ({ errors }: { errors: Partial<Record<string, Error>> }) => {
      const faults = Object.entries(errors).map(([name, error]) => {
        if (error instanceof EnvMissingError)
          return [name, `${name} is not set: ${describe(variables, name)}`];
        // The messages of envalid's own validators repeat the value; ours do not.
        if (error instanceof EnvError) return [name, `${name} is not valid: ${describe(variables, name)}`];
        return [name, `${name} ${error?.message}`];
      });
      // A file that cannot be read is why its variable is missing.
      const all = new Map([...(faults as [string, string][]), ...given.faults]);
      if (all.size > 0) throw new ConfigurationError([...all.values()]);
    },
  });
}

function describe(variables: Variables, name: string): string {
  const { desc = 'it is required', choices } = (variables as Record<string, Described>)[name] ?? {};
  return choices ? `${desc}; one of ${choices.join(', ')}` : desc;
}
