import { openFeed } from '../revocations/feeds/open-feed';
import { followFeed } from '../revocations/follow-feed';
import type { FollowedRevocations, FollowOptions } from '../revocations/follow-revocations';
import type { FeedSource } from './feed-source';
import { createRelay } from './relay';

/** A followed list from which the feed can be served again. */
export interface RelayedRevocations extends FollowedRevocations {
  readonly source: FeedSource;
}

/**
 * Follows as `followRevocations` does, and can be followed by others at its `source` (docs/feed.md, "Relays").
 * @throws TypeError when the URL cannot be read
 */
export function followRevocationsAsSource({
  url,
  onOutage = 'allow',
  token,
}: FollowOptions): RelayedRevocations {
  const relay = createRelay();
  return { ...followFeed(openFeed(url, token), onOutage, relay), source: relay.source };
}
