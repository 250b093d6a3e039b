import { makeValidator } from 'envalid';
import { isTrustable } from '../request/trusted-origins';
import { durationBetween } from './duration';
import { describeOtherKey } from '../keys/other-key';
import { parseEncryptionKeys, parseKeyRing, parsePublicKeys } from '../keys/key-ring';
import { ENCODE_CREDENTIALS, hasReadableCredentials } from '../http/url';

/** A `JWT_KEY` that makes a ring. The text is kept, since a caller parses it when it needs the ring. */
export const keyRingText = makeValidator<string>((text) => {
  parseKeyRing(text);
  return text;
});

/** A `JWT_PUBLIC_KEY`, which is kept as text, too. */
export const publicKeysText = makeValidator<string>((text) => {
  parsePublicKeys(text);
  return text;
});

/** A ring of keys that encrypt, such as `COOKIE_KEY`, which is kept as text, too. */
export const encryptionKeysText = makeValidator<string>((text) => {
  parseEncryptionKeys(text);
  return text;
});

/** A duration from `min` to `max`, such as `15m`, as milliseconds. */
export const duration = (min: string, max: string) => makeValidator<number>(durationBetween(min, max));

const MAX_COUNT = 1_000_000;

/** How many of something there may be. */
export const count = makeValidator<number>((text) => {
  if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > MAX_COUNT)
    throw new Error(`must be a whole number from 1 to ${MAX_COUNT}`);
  return Number(text);
});

const MAX_NAME_CHARACTERS = 255;

/** A name that is in each token, so a long one would leave no room for the rest in a cookie. */
export const tokenName = makeValidator<string>((text) => {
  if (text.length > MAX_NAME_CHARACTERS)
    throw new Error(`must have at most ${MAX_NAME_CHARACTERS} characters`);
  return text;
});

/** A comma-separated list of origins such as `https://app.example.com`, or patterns of them. */
export const origins = makeValidator<readonly string[]>((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      if (!isTrustable(entry)) {
        throw new Error(
          'must be origins such as https://app.example.com, https://*.example.com or capacitor://localhost, separated by commas, without a path',
        );
      }
      return entry;
    }),
);

/** A domain such as `example.com`, for the Domain attribute of a cookie (RFC 6265, section 5.2.3). */
export const cookieDomain = makeValidator<string>((text) => {
  if (!/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text)) {
    throw new Error('must be a lower-case domain such as example.com');
  }
  return text;
});

const urlOf = (
  protocols: readonly string[],
  example: string,
  isAllowed: (url: URL) => boolean = () => true,
) =>
  makeValidator<string>((text) => {
    // The message does not repeat the value, which may hold a password.
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !protocols.includes(url.protocol) || !isAllowed(url)) {
      throw new Error(`must be like ${example}`);
    }
    if (!hasReadableCredentials(url)) throw new Error(ENCODE_CREDENTIALS);
    return text;
  });

/** Where revocations come from. */
export const feedUrl = urlOf(
  ['nats:', 'tls:', 'http:', 'https:'],
  'nats://user:password@nats:4222 or http://auth-srv:3001/revocations',
);

/** A URL of http or https. */
export const httpUrl = urlOf(['http:', 'https:'], 'http://auth-srv:3001/introspect');

/** Where public keys are published. It is read by fetch, which takes no credentials in a URL. */
export const jwksUrl = urlOf(
  ['http:', 'https:'],
  'http://auth-srv:3001/.well-known/jwks.json, without a password',
  ({ username, password }) => username + password === '',
);

/** A mail server. All else that its clients take from a URL, such as how certificates are checked, is no choice. */
export const smtpUrl = urlOf(
  ['smtp:', 'smtps:'],
  'smtps://user:password@smtp.example.com:465, or smtp://…:587 with STARTTLS, without a path',
  ({ hostname, pathname, search, hash }) =>
    hostname !== '' && ['', '/'].includes(pathname) && search + hash === '',
);

/** A URL of a NATS server. */
export const natsUrl = urlOf(['nats:', 'tls:'], 'nats://user:password@nats:4222');

/** A credential that cannot be guessed and fits into a header. */
export const secret = makeValidator<string>((text) => {
  if (!/^[!-~]{32,1024}$/.test(text))
    throw new Error('must be 32 to 1024 printable characters without spaces');
  const otherKey = describeOtherKey(text);
  if (otherKey !== undefined) throw new Error(`must be random characters, but ${otherKey}`);
  return text;
});
