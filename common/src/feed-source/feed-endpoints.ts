import type { IncomingMessage, ServerResponse } from 'http';
import { createCredentialCheck } from '../request/credential-check';
import { createFairPlaces } from '../server/fair-places';
import type { FeedSource } from './feed-source';
import type { Followers } from './followers';
import { comeBack } from './require-current';
import { revocationSnapshot } from './revocation-snapshot';
import { revocationStream } from './revocation-stream';

/** What `createFeedEndpoints` serves, and to whom. */
export interface FeedEndpointsOptions {
  readonly source: FeedSource;
  /** The places of those who follow. */
  readonly followers: Followers;
  /** Whether the service has started and is not draining. */
  readonly isReady: () => boolean;
  /** What followers have to send as bearer token; nothing where it is undefined. */
  readonly token: string | undefined;
}

/** The endpoints of the feed. */
export interface FeedEndpoints {
  /** A middleware. Errors go to `next`, and so do other requests. */
  readonly handle: (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;
  /** How many snapshots are being sent. */
  readonly snapshots: () => number;
}

type Listener = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** How many snapshots are sent at once; each takes a moment. */
const MAX_SNAPSHOTS = 64;

/**
 * Makes the endpoints of the feed (docs/feed.md), for an internal port: `GET /revocations` and `GET /revocations/snapshot`.
 * Besides what each of them answers: 401 `invalid_client` without the token, 503 `unavailable` with Retry-After while the service
 * starts or drains, since its followers would have to go again.
 */
export function createFeedEndpoints({
  source,
  followers,
  isReady,
  token,
}: FeedEndpointsOptions): FeedEndpoints {
  const places = createFairPlaces<ServerResponse>(MAX_SNAPSHOTS, (res) => res.destroy());
  const check = token === undefined ? undefined : createCredentialCheck(token);
  const listeners = new Map<string, Listener>([
    ['/revocations', revocationStream(source, followers)],
    ['/revocations/snapshot', revocationSnapshot(source, places)],
  ]);

  async function answer(req: IncomingMessage, res: ServerResponse, by: Listener): Promise<void> {
    check?.(req);
    if (!isReady())
      throw comeBack('This replica is starting or ending. Try another one, or try again shortly.');
    await by(req, res);
  }

  return {
    snapshots: () => places.taken,
    handle(req, res, next) {
      const listener = listeners.get(pathOf(req));
      if (!listener || !(req.method === 'GET' || req.method === 'HEAD')) return next();
      answer(req, res, listener).catch(next);
    },
  };
}

/** Without the query, and with or without a slash at the end. */
function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0]!.replace(/\/$/, '');
}
