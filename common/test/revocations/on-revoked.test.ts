import { once } from 'node:events';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createAuthentication, type FollowedRevocations } from '../../src/index';
import { listen } from '../../src/server';
import { express } from '../support/express';
import { revoked, type FeedServer } from '../support/feed-server';
import { endFollowing, follow, serve } from '../support/following';
import { incoming } from '../support/incoming';
import { asCookie, SECRET, token } from '../support/tokens';
import { until } from '../support/until';

let feed: FeedServer;
let revocations: FollowedRevocations;
let service: Server;
let watching: number;

beforeEach(async () => {
  feed = await serve();
  revocations = follow(feed.url);
  await revocations.ready();
  service = await listen(newsService(), 0, '127.0.0.1');
});
afterEach(async () => {
  service.closeAllConnections();
  service.close();
  await endFollowing();
});

/** A service with a stream that never ends, but for those whose token is revoked. */
function newsService() {
  const { requireAuth, onRevoked } = createAuthentication({ jwtKey: SECRET, revocations });
  watching = 0;
  const app = express();
  app.get('/news', requireAuth, (req, res) => {
    res.write('hello');
    watching += 1;
    const stop = onRevoked(req, () => res.end(' and good bye'));
    res.once('close', () => {
      watching -= 1;
      stop();
    });
  });
  return app;
}

async function openNews(jwt: string): Promise<IncomingMessage> {
  const { port } = service.address() as AddressInfo;
  const headers = { cookie: asCookie(jwt) };
  const [answer] = (await once(get({ port, path: '/news', headers }), 'response')) as [IncomingMessage];
  return answer;
}

describe('onRevoked', () => {
  it('lets a service end the streams of a revoked user, and of nobody else', async () => {
    const [adas, bobs] = [await openNews(token()), await openNews(token({ sub: 'bob', sid: 'two' }))];
    const read = [text(adas), text(bobs)];
    feed.send(revoked('user.ada.4'));
    expect(await read[0]).toBe('hello and good bye');
    expect(watching).toBe(1);
    feed.send(revoked('session.two'));
    expect(await read[1]).toBe('hello and good bye');
    expect(watching).toBe(0);
  });

  it('is over when the client leaves', async () => {
    const answer = await openNews(token());
    answer.destroy();
    await until('the stream is closed', () => watching === 0);
    feed.send(revoked('user.ada.4'), revoked('session.two'));
    await until('it knows', () => revocations.status().entries === 2);
  });

  it('tells also what came between the check and the call', async () => {
    const { authenticate, onRevoked } = createAuthentication({ jwtKey: SECRET, revocations });
    const req = incoming({ cookie: asCookie(token()) });
    expect((await authenticate(req)).user).toMatchObject({ id: 'ada' });
    feed.send(revoked('user.ada.4'));
    await until('it knows', () => revocations.status().entries === 1);
    await new Promise<void>((resolve) => void onRevoked(req, resolve));
  });

  it.each([
    ['without a token', {}],
    ['with a bad token', { cookie: asCookie('x') }],
  ])('has nothing to watch for a request %s', (_what, headers) => {
    const { onRevoked } = createAuthentication({ jwtKey: SECRET, revocations });
    expect(onRevoked(incoming(headers), jest.fn())()).toBeUndefined();
  });

  it('has nothing to watch where no revocations are followed', () => {
    const { onRevoked } = createAuthentication({ jwtKey: SECRET });
    expect(onRevoked(incoming({ cookie: asCookie(token()) }), jest.fn())()).toBeUndefined();
  });
});
