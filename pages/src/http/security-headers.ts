import type { Site } from '../site';

/** What every page says of itself: no script, no frame, no style but the one, and forms for this origin. */
export function securityHeaders(site: Site): Readonly<Record<string, string>> {
  const origins = [site.appUrl, ...site.nextOrigins].filter(isUrl).map((url) => new URL(url).origin);
  const logo = isUrl(site.logoUrl) ? [new URL(site.logoUrl).origin] : [];
  const policy = {
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', ...logo],
    // A browser applies it to the redirect after a form, too.
    'form-action': ["'self'", ...new Set(origins)],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, values]) => `${name} ${values.join(' ')}`)
      .join('; '),
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
