import { once } from 'node:events';
import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFeedEndpoints } from '../../src/feed-source/feed-endpoints';
import {
  followRevocationsAsSource,
  type RelayedRevocations,
} from '../../src/feed-source/follow-revocations-as-source';
import { createFollowers, type Followers } from '../../src/feed-source/followers';
import { errorHandler } from '../../src/middleware/error-handler';
import { listen } from '../../src/server/listen';
import { express } from './express';
import { endLater } from './following';

/** A service that follows a feed and serves it again. */
export interface TestRelay {
  readonly followed: RelayedRevocations;
  readonly followers: Followers;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a relay of a feed, on a free port of the loopback address or on one that it had before. */
export async function startRelay(source: string, port = 0): Promise<TestRelay> {
  const followed = followRevocationsAsSource({ url: source, onOutage: 'deny' });
  const followers = createFollowers(100);
  const feed = createFeedEndpoints({
    source: followed.source,
    followers,
    isReady: () => true,
    token: undefined,
  });
  const server = await listen(express().use(feed.handle).use(errorHandler), port, '127.0.0.1');
  return {
    followed,
    followers,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/revocations`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await followed.close();
    },
  };
}

/** Opens a stream, and keeps what comes. */
export async function readStream(url: string, headers: OutgoingHttpHeaders = {}) {
  const asked = get(url, { headers });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (more: string) => (text += more));
  response.on('error', () => undefined);
  return {
    status: response.statusCode,
    /** The keys and as-ofs that were told, in order. */
    told: () => [...text.matchAll(/"key":"([^"]+)"|"at":(\d+)/g)].map(([, key, at]) => key ?? Number(at)),
    text: () => text,
    /** The position that came last. */
    position: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)![1]!,
  };
}

/** Starts a relay that ends with the test. */
export async function relayOf(source: string): Promise<TestRelay> {
  const relay = await startRelay(source);
  endLater(() => relay.stop());
  return relay;
}
