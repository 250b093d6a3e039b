import type { IncomingHttpHeaders } from 'http';

/** Browsers say `prefetch`, `prefetch;prerender` or the like. */
const MAX_PURPOSE_CHARACTERS = 64;

/** Whether a browser asks ahead of time, and nobody has gone to the page yet (Fetch Metadata, `Sec-Purpose`). */
export function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const purpose = String(headers['sec-purpose'] ?? headers.purpose ?? '').slice(0, MAX_PURPOSE_CHARACTERS);
  return purpose.toLowerCase().includes('prefetch');
}
