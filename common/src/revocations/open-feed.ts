import type { Feed } from './feed';
import { createNatsFeed } from './nats-feed';
import { createSseFeed } from './sse-feed';

/** Chooses the feed by the URL: NATS or Server-Sent Events. */
export function openFeed(url: string): Feed {
  const parsed = new URL(url);
  return /^https?:$/.test(parsed.protocol) ? createSseFeed(parsed) : createNatsFeed(parsed);
}
