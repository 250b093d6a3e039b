/**
 * Reads a URL that may hold a password. The error carries nothing of the text, unlike that of `new URL`, whose `input`
 * ends up in logs.
 * @throws TypeError with code `ERR_INVALID_URL`
 */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw invalidUrl('This is not a URL.');
  if (!hasReadableCredentials(url)) throw invalidUrl(`The URL ${ENCODE_CREDENTIALS}.`);
  return url;
}

/** What to do about a URL of which `hasReadableCredentials` is false. */
export const ENCODE_CREDENTIALS = 'must have its user and password percent-encoded: % is %25';

/** Whether the user and the password of a URL can be percent-decoded, which clients do only when they connect. */
export function hasReadableCredentials({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function invalidUrl(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_URL' });
}

/** Whether a text is an exact origin of http or https. A pattern such as `https://*.example.com` is not one, though it parses. */
export function isWebOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
