import { nextLocation } from '@latchkey/common/pages';
import type { Page } from './page';

/** Where a page leads on to: the `next` of its address, if it is safe. */
export function nextOf({ site, query }: Page): string {
  return nextLocation(query.get('next'), { fallback: site.appUrl, origins: site.nextOrigins });
}
