import type { AddressInfo } from 'node:net';
import { createFeedEndpoints, createFollowers, createRevocationList } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';

/** A source of the feed over HTTP, whose list a test writes; always current, and without positions. */
export async function startSource() {
  const list = createRevocationList();
  const feed = createFeedEndpoints({
    source: {
      list,
      window: 960_000,
      asOf: () => Date.now(),
      isCurrent: () => true,
      position: () => undefined,
      snapshotPosition: () => undefined,
      since: () => undefined,
    },
    followers: createFollowers(10),
    isReady: () => true,
    token: undefined,
  });
  const server = await listen(
    (req, res) => feed.handle(req, res, () => res.writeHead(404).end()),
    0,
    '127.0.0.1',
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/revocations`,
    ban: (user: string) =>
      list.add({ kind: 'user', user, gen: 1, until: Math.floor(Date.now() / 1000) + 900 }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
