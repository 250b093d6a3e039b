/** A scheme, a host of 253 characters and a port. */
const MAX_ORIGIN_CHARACTERS = 300;
const LABELS = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/;
const WEB = /^https?:\/\//;
/** Of an app's own pages, such as `capacitor://localhost`. Browsers have pages of `file:` and their kind, too, which are anybody's. */
const APP = /^(?!(?:https?|wss?|file|data|blob|about|javascript|filesystem):)[a-z][a-z\d+.-]*:\/\/[\w.-]+$/;

/**
 * Checks an entry of TRUSTED_ORIGINS: an origin such as `https://app.example.com`, all subdomains of a domain as
 * `https://*.example.com`, or the pages of an app such as `capacitor://localhost`.
 */
export function isTrustable(entry: string): boolean {
  if (entry.length > MAX_ORIGIN_CHARACTERS) return false;
  if (APP.test(entry)) return true;
  // A pattern for a whole top-level domain would trust strangers.
  const example = /^https?:\/\/\*\.[^.*]+\.[^*]+$/.test(entry) ? entry.replace('*', 'x') : entry;
  return (
    WEB.test(example) && !isPattern(example) && URL.canParse(example) && new URL(example).origin === example
  );
}

/** Whether an entry stands for pages of an app, which are never of one site with a service. */
export function isAppOrigin(entry: string): boolean {
  return !WEB.test(entry);
}

/** Whether an entry stands for all subdomains of a domain. */
export function isPattern(entry: string): boolean {
  return entry.includes('*');
}

/** Whether an Origin header is one of those that TRUSTED_ORIGINS names. */
export function isTrustedOrigin(origin: string, trusted: readonly string[]): boolean {
  if (origin.length > MAX_ORIGIN_CHARACTERS) return false;
  return trusted.some((entry) => (isPattern(entry) ? isSubdomain(origin, entry) : entry === origin));
}

function isSubdomain(origin: string, pattern: string): boolean {
  const [start = '', end = ''] = pattern.split('*');
  if (!origin.startsWith(start) || !origin.endsWith(end)) return false;
  return LABELS.test(origin.slice(start.length, -end.length));
}

/** What an operator should know of the entries, each a line for the log. */
export function warningsOfOrigins(trusted: readonly string[]): string[] {
  const [apps, patterns] = [trusted.filter(isAppOrigin), trusted.filter(isPattern)];
  return [
    apps.length > 0 &&
      `TRUSTED_ORIGINS: ${apps.join(', ')}: browsers send no cookies from there, nor from any other site; send a bearer token`,
    patterns.length > 0 &&
      `TRUSTED_ORIGINS: ${patterns.join(', ')}: each of these subdomains can act for the people who visit it`,
  ].filter((warning) => warning !== false);
}
