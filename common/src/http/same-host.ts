/** A scheme, a host of 253 characters and a port. */
const MAX_ORIGIN_CHARACTERS = 300;
/** What a Host header may be made of (RFC 9110, section 7.2): a name or an address, and a port. */
const HOST = /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/**
 * Whether an origin and a Host header name the same host and port. A port that the scheme implies may be left out on either
 * side: some proxies and clients write `app.example.com:443`.
 */
export function hasHost(origin: string, host: string | null | undefined): boolean {
  // Parsing a host is quadratic in its characters (IDNA), and no origin of a browser is longer.
  if (origin.length > MAX_ORIGIN_CHARACTERS || !host || host.length > MAX_ORIGIN_CHARACTERS) return false;
  if (!HOST.test(host) || !URL.canParse(origin)) return false;
  const { protocol, host: own } = new URL(origin);
  const asked = `${protocol}//${host}`;
  return /^https?:$/.test(protocol) && URL.canParse(asked) && new URL(asked).host === own;
}
