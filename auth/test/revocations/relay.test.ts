import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { errorHandler, followRevocations } from '@latchkey/common';
import { createFeedEndpoints, createFollowers, followRevocationsAsSource } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';
import express from 'express';
import { startNatsWorld, startSseWorld } from '../support/feeds';
import { readFeed } from '../support/event-stream';
import { until } from '../support/until';

const ends: (() => unknown)[] = [];
beforeEach(() => void jest.spyOn(process, 'emitWarning').mockReturnValue());
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  jest.restoreAllMocks();
});

describe.each([
  ['the auth service', startSseWorld],
  ['NATS', startNatsWorld],
])('a relay of %s', (_source, startWorld) => {
  it('tells its followers what is revoked, and the window', async () => {
    const world = await startWorld();
    ends.push(() => world.stop());
    const end = (session: string) => world.log.record({ kind: 'session', session, revokedAt: new Date() });
    end('before');

    const relay = followRevocationsAsSource({ url: world.url, onOutage: 'deny' });
    ends.push(() => relay.close());
    await relay.ready();
    const feed = createFeedEndpoints({
      source: relay.source,
      followers: createFollowers(10),
      isReady: () => true,
      token: undefined,
    });
    const server = await listen(express().use(feed.handle).use(errorHandler), 0, '127.0.0.1');
    ends.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const internalUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const follower = followRevocations({ url: `${internalUrl}/revocations`, onOutage: 'deny' });
    ends.push(() => follower.close());
    await follower.ready();
    end('after');
    const isEnded = (sid: string) => follower.isRevoked({ sub: 'ann', gen: 0, sid });
    await until('it is told', () => isEnded('after'));
    expect(isEnded('before')).toBe(true);

    const { received, leave } = await readFeed({ internalUrl });
    await until('an as-of is told', () => received().includes('as-of'));
    leave();
    expect(received()).toContain(`"window":${world.log.window}}`);
  });
});
