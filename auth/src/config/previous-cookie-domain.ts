import { ConfigurationError } from '@latchkey/common';
import { cookieDomain } from '@latchkey/common/protocol';

/** What session cookies of before are cleared by. */
export const previousCookieDomainVariables = {
  PREVIOUS_COOKIE_DOMAIN: cookieDomain({
    default: undefined,
    desc: 'The previous COOKIE_DOMAIN; its session cookie is cleared when another is written. Never name a domain that another installation uses',
  }),
};

/** @throws ConfigurationError when the cookie that is written would be cleared, too */
export function requireAnotherCookieDomain({
  COOKIE_DOMAIN,
  PREVIOUS_COOKIE_DOMAIN,
}: Record<'COOKIE_DOMAIN' | 'PREVIOUS_COOKIE_DOMAIN', string | undefined>): void {
  if (PREVIOUS_COOKIE_DOMAIN !== undefined && PREVIOUS_COOKIE_DOMAIN === COOKIE_DOMAIN)
    throw new ConfigurationError([
      'PREVIOUS_COOKIE_DOMAIN must be another domain than COOKIE_DOMAIN: what COOKIE_DOMAIN was before',
    ]);
}
