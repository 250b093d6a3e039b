import { nextLocation } from '@latchkey/common/pages';
import type { Page } from './page';

/** Where a page leads on to: the `next` of its address, if it is safe. */
export function nextOf({ site, query }: Page): string {
  return nextLocation(query.get('next'), { fallback: site.appUrl, origins: site.nextOrigins });
}

/**
 * The address of another page that leads on to where this one does: it has the `next` of this one.
 * @param more what else its query says
 */
export function keepingNext(
  { query }: Page,
  path: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const next = query.get('next');
  const search = new URLSearchParams({ ...(next !== null && { next }), ...more });
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}
