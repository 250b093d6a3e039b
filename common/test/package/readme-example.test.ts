import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from '@jest/globals';
import { sessionCookie } from '../../src/testing';
import { revoked } from '../support/feed-server';
import { endFollowing, serve } from '../support/following';
import { startReadmeService } from '../support/readme-service';
import { SECRET } from '../support/tokens';

let end: () => void = () => undefined;
afterEach(() => end());
afterEach(endFollowing);

it('the example of a stream in the README ends it when its user is banned', async () => {
  const feed = await serve();
  const env = { JWT_KEY: SECRET, REVOCATIONS_URL: feed.url };
  const { port, stop } = await startReadmeService('text/event-stream', env);
  end = stop;

  process.env.JWT_KEY = SECRET;
  const headers = { cookie: sessionCookie({ id: 'ada' }) };
  const asked = get({ host: '127.0.0.1', port, path: '/api/news', headers });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const [welcome] = (await once(response.setEncoding('utf8'), 'data')) as [string];
  expect(welcome).toBe('data: welcome\n\n');
  feed.send(revoked('user.ada.1'));
  expect(await text(response)).toBe('event: signed-out\ndata: bye\n\n');
});
