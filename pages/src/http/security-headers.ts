import type { Site } from '../site';

/**
 * What a page may load and send: no script, no frame, no style but the one, and forms for this origin.
 * @param hasScript whether it uses passkeys: the script of this origin may then run, and ask the auth service
 */
export function contentSecurityPolicy(site: Site, { hasScript = false } = {}): string {
  const origins = [site.appUrl, ...site.nextOrigins].filter(isUrl).map((url) => new URL(url).origin);
  const logo = isUrl(site.logoUrl) ? [new URL(site.logoUrl).origin] : [];
  const policy = {
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    ...(hasScript && { 'script-src': ["'self'"], 'connect-src': ["'self'"] }),
    'img-src': ["'self'", 'data:', ...logo],
    // A browser applies it to the redirect after a form, too.
    'form-action': ["'self'", ...new Set(origins)],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(policy)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** What every answer says of itself, unless its page says otherwise. */
export function securityHeaders(site: Site): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(site),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // With none at all a form would say that it comes from the origin `null`.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(site.cookieSecure && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  };
}

function isUrl(location: string | undefined): location is string {
  return location !== undefined && !location.startsWith('/');
}
