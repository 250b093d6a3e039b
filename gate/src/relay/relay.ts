import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createFeedEndpoints,
  createFollowers,
  sendAway,
  type FeedSource,
  type Followers,
} from '@latchkey/common/protocol';
import type { Config } from '../config';
import type { Metrics } from '../metrics';
import { answerError, type ErrorLog } from './answer-error';

interface RelayParts {
  /** What the gate follows. */
  readonly source: FeedSource;
  readonly config: Pick<Config, 'REVOCATIONS_URL' | 'INTERNAL_TOKEN' | 'MAX_FOLLOWERS'>;
  /** Is aborted when the gate is to end. */
  readonly stop: AbortSignal;
  readonly gauge: Metrics['gauge'];
  readonly log: ErrorLog;
}

/** The feed of revocations, served again: services follow the gate as they follow the auth service (docs/feed.md, "Relays"). */
export interface Relay {
  /** Answers `GET /revocations` and `GET /revocations/snapshot`, and leaves other requests to `next`: all of them where it must not relay. */
  readonly answer: (req: IncomingMessage, res: ServerResponse, next: () => void) => void;
  /** Waits for the end, and then sends followers away. @returns once they are gone */
  readonly run: () => Promise<void>;
}

/** An HTTP feed whose URL has no password. NATS has users. */
const OPEN_SOURCE = /^https?:\/\/[^@]*$/i;

/**
 * Makes the relay. While the gate is not current, or ends, it refuses followers with 503. It must not be more open than its
 * source: it wants INTERNAL_TOKEN if the gate has one, and without one it serves only what anyone could read at the source.
 */
export function createRelay({ source, config, stop, gauge, log }: RelayParts): Relay {
  const followers: Followers = createFollowers(config.MAX_FOLLOWERS);
  const { REVOCATIONS_URL: url, INTERNAL_TOKEN: token } = config;
  const isServed = token !== undefined || OPEN_SOURCE.test(url);
  const feed = createFeedEndpoints({ source, followers, isReady: () => !stop.aborted, token });
  gauge('latchkey_revocations_followers', 'Open streams of GET /revocations', () => followers.taken);
  gauge('latchkey_revocations_snapshots', 'Requests to GET /revocations/snapshot in flight', feed.snapshots);
  return {
    answer(req, res, next) {
      if (!isServed) return next();
      feed.handle(req, res, (error) => (error === undefined ? next() : answerError(error, res, log)));
    },
    async run() {
      if (!stop.aborted) await once(stop, 'abort');
      await sendAway(followers);
    },
  };
}
