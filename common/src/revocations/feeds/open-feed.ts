import { parseUrl } from '../../http/url';
import type { Feed } from './feed';
import { createHttpFeed } from './http/http-feed';
import { createNatsFeed } from './nats-feed';

/**
 * Chooses the feed by the URL: NATS or HTTP.
 * @param token for a feed over HTTP that wants one
 * @throws TypeError when the URL cannot be read
 */
export function openFeed(url: string, token: string | undefined): Feed {
  const parsed = parseUrl(url);
  return /^https?:$/.test(parsed.protocol) ? createHttpFeed({ url: parsed, token }) : createNatsFeed(parsed);
}
