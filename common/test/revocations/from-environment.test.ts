import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  close,
  currentUser,
  errorHandler,
  onRevoked,
  ready,
  requireAuth,
  revocationStatus,
} from '../../src/index';
import { express } from '../support/express';
import { asOf, revoked, stream } from '../support/feed-server';
import { endFollowing, serve, warnings } from '../support/following';
import { incoming } from '../support/incoming';
import { expectProblem, expectRefused } from '../support/problems';
import { asCookie, SECRET, token } from '../support/tokens';
import { until } from '../support/until';

const app = express();
app.get('/tickets', currentUser, requireAuth, (_req, res) => void res.end());
app.use(errorHandler);

const get = () => request(app).get('/tickets').set('Cookie', asCookie(token()));

let warned: string[];
beforeEach(() => {
  for (const name of ['REVOCATIONS_URL', 'ON_OUTAGE']) delete process.env[name];
  process.env.JWT_KEY = SECRET;
  warned = warnings();
});
afterEach(async () => {
  await close();
  await endFollowing();
});

describe('REVOCATIONS_URL', () => {
  it('is followed: the revoked are refused, once ready has resolved', async () => {
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    process.env.REVOCATIONS_URL = server.url;
    await ready();
    expectRefused(await get(), 'token_revoked');
    expect(warned).toEqual([]);
    expect(revocationStatus()).toEqual({
      entries: 1,
      secondsSinceAsOf: expect.any(Number),
      connected: true,
    });
  });

  it('is followed without ready, too, from the first request on', async () => {
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    process.env.REVOCATIONS_URL = server.url;
    await get().expect(200);
    await until('it is connected', () => revocationStatus()!.connected);
    expectRefused(await get(), 'token_revoked');
    expect(server.requests).toBe(1);
  });

  it('is told about to those who watch a request', async () => {
    const server = await serve();
    process.env.REVOCATIONS_URL = server.url;
    await ready();
    const told = new Promise<void>((resolve) => {
      onRevoked(incoming({ cookie: asCookie(token()) }), resolve);
    });
    server.send(revoked('session.session-of-ada'));
    await told;
  });

  it('is let go of by close', async () => {
    const server = await serve();
    process.env.REVOCATIONS_URL = server.url;
    await ready();
    await close();
    await until('the connection is closed', () => server.open === 0);
    delete process.env.REVOCATIONS_URL;
    expect(revocationStatus()).toBeUndefined();
  });

  it('may be left out, which ready says once', async () => {
    await get().expect(200);
    expect(warned).toEqual([]);
    await ready();
    expect(warned).toEqual([expect.stringMatching(/^REVOCATIONS_URL is not set: a ban /)]);
    expect(revocationStatus()).toBeUndefined();
    expect(onRevoked(incoming({ cookie: asCookie(token()) }), () => undefined)()).toBeUndefined();
    await get().expect(200);
    expect(warned).toHaveLength(1);
  });

  it.each(['ftp://auth-srv/revocations', 'auth-srv:3001', 'nats', 'http://'])(
    'is a URL of a feed: not %s',
    async (url) => {
      process.env.REVOCATIONS_URL = url;
      await expect(ready()).rejects.toThrow(/- REVOCATIONS_URL must be like nats:/);
    },
  );
});

describe('ON_OUTAGE', () => {
  it('lets people in while the feed is away, by default', async () => {
    const server = await serve(() => undefined);
    process.env.REVOCATIONS_URL = server.url;
    await get().expect(200);
  });

  it('refuses them with 503 when it is deny, until the list is complete', async () => {
    const server = await serve(stream());
    Object.assign(process.env, { REVOCATIONS_URL: server.url, ON_OUTAGE: 'deny' });
    expectProblem(await get(), 503, 'unavailable');
    await until('it is connected', () => server.open === 1);
    server.send(asOf());
    await ready();
    await get().expect(200);
  });

  it('is allow or deny, and nothing else', async () => {
    process.env.ON_OUTAGE = 'ignore';
    await expect(ready()).rejects.toThrow(/- ON_OUTAGE is not valid: .*; one of allow, deny/);
  });
});
