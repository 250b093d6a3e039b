import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { revoked, type FeedServer } from '../support/feed-server';
import { endFollowing, serve } from '../support/following';
import { startReadmeService, type ReadmeService } from '../support/readme-service';
import { asBearer, asCookie, SECRET, token } from '../support/tokens';

let feed: FeedServer;
let service: ReadmeService;
const open: WebSocket[] = [];

beforeEach(async () => {
  feed = await serve();
  service = await startReadmeService('WebSocketServer', { JWT_KEY: SECRET, REVOCATIONS_URL: feed.url });
});
afterEach(async () => {
  for (const websocket of open.splice(0)) websocket.terminate();
  service.stop();
  await endFollowing();
});

function connect(headers: Record<string, string>): WebSocket {
  const websocket = new WebSocket(`ws://127.0.0.1:${service.port}/live`, { headers });
  open.push(websocket.on('error', () => undefined));
  return websocket;
}

async function statusOf(websocket: WebSocket): Promise<number | undefined> {
  const [, answer] = (await once(websocket, 'unexpected-response')) as [unknown, IncomingMessage];
  return answer.statusCode;
}

async function closeOf(websocket: WebSocket): Promise<string> {
  const [code, why] = (await once(websocket, 'close')) as [number, Buffer];
  return `${code} ${why.toString()}`;
}

describe('the websocket of the README', () => {
  it.each<[string, (host: string) => Record<string, string>]>([
    ['the session cookie', () => ({ Cookie: asCookie(token()) })],
    ['a page of its own', (host) => ({ Cookie: asCookie(token()), Origin: `http://${host}` })],
    ['a bearer token', () => ({ Authorization: asBearer(token()), Origin: 'https://evil.example' })],
  ])('opens for %s and knows who it is', async (_what, headers) => {
    const own = headers(`127.0.0.1:${service.port}`);
    const websocket = connect(own);
    await once(websocket, 'open');
    websocket.send('hello');
    const [answer] = (await once(websocket, 'message')) as [Buffer];
    expect(answer.toString()).toBe('ada@example.com: hello');
  });

  it.each<[string, () => Record<string, string>]>([
    ['nobody', () => ({})],
    ['a token that is no good', () => ({ Authorization: 'Bearer garbage' })],
    ['an expired one', () => ({ Cookie: asCookie(token({ exp: 1 })) })],
    ['a page of another origin', () => ({ Cookie: asCookie(token()), Origin: 'https://evil.example' })],
    ['a page of a sibling', () => ({ Cookie: asCookie(token()), 'Sec-Fetch-Site': 'same-site' })],
  ])('answers 401 to %s', async (_who, headers) => {
    expect(await statusOf(connect(headers()))).toBe(401);
  });

  it('closes when its user is banned, and nobody else’s', async () => {
    const [adas, bobs] = [token(), token({ sub: 'bob', sid: 'two' })].map((jwt) =>
      connect({ Cookie: asCookie(jwt) }),
    ) as [WebSocket, WebSocket];
    await Promise.all([once(adas, 'open'), once(bobs, 'open')]);
    const closing = closeOf(adas);
    feed.send(revoked('user.ada.4'));
    expect(await closing).toBe('4401 token_revoked');
    bobs.send('still here');
    const [answer] = (await once(bobs, 'message')) as [Buffer];
    expect(answer.toString()).toMatch(/still here$/);
    expect(await statusOf(connect({ Cookie: asCookie(token()) }))).toBe(401);
  });

  it('closes when its token expires', async () => {
    const exp = Math.floor(Date.now() / 1000) + 1;
    const websocket = connect({ Cookie: asCookie(token({ exp })) });
    expect(await closeOf(websocket)).toBe('4401 token_expired');
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1000 - 5);
  });
});
