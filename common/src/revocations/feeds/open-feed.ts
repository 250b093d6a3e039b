import { parseUrl } from '../../http/url';
import type { Feed } from './feed';
import { createNatsFeed } from './nats-feed';
import { createSseFeed } from './sse-feed';

/**
 * Chooses the feed by the URL: NATS or Server-Sent Events.
 * @throws TypeError when the URL cannot be read
 */
export function openFeed(url: string): Feed {
  const parsed = parseUrl(url);
  return /^https?:$/.test(parsed.protocol) ? createSseFeed(parsed) : createNatsFeed(parsed);
}
