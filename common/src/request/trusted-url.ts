import { isPattern } from './trusted-origins';

/** A scheme, a host of 253 characters and a port. */
const MAX_ORIGIN_CHARACTERS = 300;
/** Browsers take a backslash for a slash and drop tabs and line ends, so that these could name another host. */
const WEB_URL = /^https?:\/\/([^\\\p{Cc}/?#@]+)(?:[/?#][^\\\p{Cc}]*)?$/u;

/**
 * Reads a URL that a browser may be sent to on request. A pattern such as `https://*.example.com` never counts: the owner of one
 * subdomain could receive people there.
 * @param origins such as TRUSTED_ORIGINS
 * @returns the URL of one of the exact origins, or undefined
 */
export function parseTrustedUrl(text: string, origins: readonly string[]): URL | undefined {
  const host = WEB_URL.exec(text)?.[1];
  // Only then it is parsed: to parse a host is quadratic in its characters (IDNA).
  if (host === undefined || host.length > MAX_ORIGIN_CHARACTERS || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return origins.some((entry) => !isPattern(entry) && entry === url.origin) ? url : undefined;
}
