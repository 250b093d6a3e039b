import { createTokenEncryption, parseEncryptionKeys } from '@latchkey/common/protocol';
import type { Config } from './config';

/** What the configuration says of the session's cookies. */
export function sessionCookieSettings(config: Config) {
  const { COOKIE_KEY } = config;
  return {
    cookieSecure: config.COOKIE_SECURE,
    cookieDomain: config.COOKIE_DOMAIN,
    previousCookieDomain: config.PREVIOUS_COOKIE_DOMAIN,
    accountPath: config.ACCOUNT_PATH,
    maxAge: config.SESSION_MAX,
    format: config.COOKIE_FORMAT,
    encryption: COOKIE_KEY === undefined ? undefined : createTokenEncryption(parseEncryptionKeys(COOKIE_KEY)),
  };
}
