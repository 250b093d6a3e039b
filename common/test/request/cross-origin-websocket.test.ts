import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication } from '../../src/index';
import { incoming } from '../support/incoming';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, SECRET, token } from '../support/tokens';

const HOST = 'tickets.example.com';
const SAME = `https://${HOST}`;
const SIBLING = 'https://sibling.example.com';
const TRUSTED = 'https://app.example.org';
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** What says that a websocket is asked for: a whole handshake, and what is left of one behind a proxy or over HTTP/2. */
const handshakes: [string, Record<string, string>][] = [
  [
    'a handshake',
    { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': KEY, 'Sec-WebSocket-Version': '13' },
  ],
  ['Upgrade alone', { Connection: 'Upgrade', Upgrade: 'WebSocket' }],
  ['Sec-WebSocket-Key alone', { 'Sec-WebSocket-Key': KEY }],
  ['Sec-WebSocket-Version alone', { 'Sec-WebSocket-Version': '13' }],
  ['Sec-Fetch-Mode alone', { 'Sec-Fetch-Mode': 'websocket' }],
];

const others: Record<string, string>[] = [
  { Origin: SIBLING, 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { Origin: SIBLING },
  { Origin: `https://${HOST}:8443` },
  { Origin: 'null' },
];

const own: Record<string, string>[] = [
  { Origin: SAME, 'Sec-Fetch-Site': 'same-origin' },
  { Origin: SAME },
  { Origin: TRUSTED, 'Sec-Fetch-Site': 'cross-site' },
  {},
];

describe.each(handshakes)('a websocket that is asked for by %s', (_how, handshake) => {
  const open = (headers: Record<string, string>) => {
    const { app, reached } = ticketService({ trustedOrigins: [TRUSTED] });
    const sent = request(app)
      .get('/tickets')
      .set({ Host: HOST, ...handshake, ...headers });
    return { sent, reached, app };
  };

  it.each(others)('is not opened with the cookie by %j', async (headers) => {
    const { sent, reached, app } = open({ ...headers, Cookie: asCookie(token()) });
    expectRefused(await sent, 'token_missing');
    expect(reached()).toBe(0);
    const me = await request(app)
      .get('/me')
      .set({ Host: HOST, ...handshake, ...headers, Cookie: asCookie(token()) });
    expect(me.body).toEqual({ user: null });
  });

  it.each(own)('is opened with the cookie by %j', async (headers) => {
    await open({ ...headers, Cookie: asCookie(token()) }).sent.expect(200);
  });

  it.each(others)('is opened with a bearer token by %j, which no page can send with it', async (headers) => {
    await open({ ...headers, Authorization: asBearer(token()) }).sent.expect(200);
  });
});

describe('a websocket that another origin asks for', () => {
  const handshake = incoming({
    host: HOST,
    upgrade: 'websocket',
    origin: SIBLING,
    'sec-fetch-site': 'same-site',
    cookie: asCookie(token()),
  });

  it('has no user for what is no middleware, and nothing to watch', async () => {
    let watched = 0;
    const revocations = { isRevoked: () => false, watch: () => (watched++, () => undefined) };
    const { authenticate, onRevoked } = createAuthentication({ jwtKey: SECRET, revocations });
    expect(await authenticate(handshake)).toEqual({ failure: 'token_missing' });
    onRevoked(handshake, () => undefined);
    expect(watched).toBe(0);
  });
});

// It opens for a page of another origin, and tells it nothing: that takes CORS.
it('a stream of events is a GET as any other', async () => {
  const headers = { Host: HOST, Origin: SIBLING, 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' };
  const { app } = ticketService();
  const answer = await request(app)
    .get('/tickets')
    .set({ ...headers, Accept: 'text/event-stream', Cookie: asCookie(token()) });
  expect(answer.status).toBe(200);
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});
