import { readBoundedText } from '../http/bounded-text';
import { parseJwks, type PublishedKeys } from './key-ring';

const TIMEOUT_MS = 2000;
/** Some 80 keys of RSA with 4096 bits; an auth service has one or two. */
const MAX_BYTES = 65_536;

/**
 * Reads the public keys that are published at a URL.
 * @throws Error that says in a few words why there are none, within 2 s
 */
export async function fetchJwks(url: string, closing: AbortSignal): Promise<PublishedKeys> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    // The server behind the URL can sign anyone in, so a redirect to another server is not followed.
    const headers = { accept: 'application/json', 'cache-control': 'no-cache' };
    const response = await fetch(url, { signal, redirect: 'error', headers });
    if (response.status !== 200) throw new Error(`the answer is ${response.status}`);
    const text = response.body ? await readBoundedText(response.body, MAX_BYTES) : '';
    return parseJwks(JSON.parse(text));
  } catch (error) {
    // That of fetch is in its cause.
    const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
    throw new Error(cause?.code ?? cause?.message ?? message, { cause: error });
  }
}
