import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { UnavailableError } from '../../src/index';
import { passSeconds, stopDate } from '../support/clock';
import { asOf, revoked, stream } from '../support/feed-server';
import { ada, endFollowing, follow, serve, warnings } from '../support/following';
import { expectProblem, expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asCookie, token } from '../support/tokens';
import { until } from '../support/until';

beforeEach(() => void warnings());
afterEach(endFollowing);
afterEach(() => void jest.useRealTimers());

const bob = { sub: 'bob', sid: 'two', gen: 3 };

describe('ready while nothing answers', () => {
  it('is over after 5 s where an outage lets people in, and waits where it does not', async () => {
    const server = await serve(() => undefined);
    const [allow, deny] = [follow(server.url), follow(server.url, { onOutage: 'deny' })];
    const done: string[] = [];
    const readies = [
      allow.ready().then(() => done.push('allow')),
      deny.ready().then(() => done.push('deny')),
    ];
    await readies[0];
    expect(done).toEqual(['allow']);
    expect(allow.status()).toEqual({ entries: 0, secondsSinceAsOf: Infinity, connected: false });
    expect(allow.isRevoked(ada)).toBe(false);

    server.answer = stream(asOf());
    server.cut();
    await readies[1];
    expect(deny.status().connected).toBe(true);
  });
});

describe('with allow', () => {
  it('nobody is refused, however old the list is, but those who are known as revoked', async () => {
    stopDate();
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    const followed = follow(server.url);
    await followed.ready();
    await server.stop();
    passSeconds(900);
    expect([ada, bob].map(followed.isRevoked)).toEqual([true, false]);
    expect(followed.status().secondsSinceAsOf).toBe(900);
  });
});

describe('with deny', () => {
  it('nobody is let in before the list was complete for the first time', async () => {
    const server = await serve(stream(revoked('user.ada.4')));
    const followed = follow(server.url, { onOutage: 'deny' });
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
    await until('the first part is read', () => followed.status().entries === 1);
    expect(followed.isRevoked(ada)).toBe(true);
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
    server.send(asOf());
    await followed.ready();
    expect(followed.isRevoked(bob)).toBe(false);
  });

  it('nobody is let in once the list is older than 15 s, also while it is connected', async () => {
    stopDate();
    const server = await serve();
    const followed = follow(server.url, { onOutage: 'deny' });
    await followed.ready();
    passSeconds(15);
    expect(followed.isRevoked(bob)).toBe(false);
    passSeconds(1);
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
    expect(followed.status()).toEqual({ entries: 0, secondsSinceAsOf: 16, connected: true });

    // The auth service is there, but has not read its database since.
    server.send(asOf(Date.now() - 15_001), revoked('user.ada.4'));
    await until('it is heard', () => followed.status().entries === 1);
    expect(followed.isRevoked(ada)).toBe(true);
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
    server.send(asOf(Date.now() - 15_000), revoked('session.three'));
    await until('it is heard', () => followed.status().entries === 2);
    expect(followed.isRevoked(bob)).toBe(false);
  });

  it('an as-of from the future counts as now, and not for longer', async () => {
    stopDate();
    const server = await serve(stream(asOf(Date.now() + 3_600_000)));
    const followed = follow(server.url, { onOutage: 'deny' });
    await followed.ready();
    expect(followed.status().secondsSinceAsOf).toBe(0);
    passSeconds(16);
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
  });

  it('an older as-of, of another replica, does not make the list older', async () => {
    stopDate();
    const server = await serve();
    const followed = follow(server.url, { onOutage: 'deny' });
    await followed.ready();
    server.send(asOf(Date.now() - 60_000), revoked('session.three'));
    await until('it is heard', () => followed.status().entries === 1);
    expect(followed.isRevoked(bob)).toBe(false);
  });

  it('a clock that was ahead and is set right does not make the list look current', async () => {
    stopDate();
    const server = await serve();
    const followed = follow(server.url, { onOutage: 'deny' });
    await followed.ready();
    passSeconds(-3600);
    server.send(asOf(), revoked('session.three'));
    await until('it is heard', () => followed.status().entries === 1);
    expect(followed.isRevoked(bob)).toBe(false);
    passSeconds(16);
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
  });

  it('nor does one that is put back while the feed is cut off', async () => {
    stopDate();
    const server = await serve();
    const followed = follow(server.url, { onOutage: 'deny' });
    await followed.ready();
    await server.stop();
    passSeconds(-3600);
    expect(() => followed.isRevoked(bob)).toThrow(UnavailableError);
  });

  it('a request is answered 503 with Retry-After, and 401 when its token is known as dead', async () => {
    stopDate();
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    const revocations = follow(server.url, { onOutage: 'deny' });
    await revocations.ready();
    const { app, reached } = ticketService({ revocations });
    const get = (path: string, cookie: string) => request(app).get(path).set('Cookie', cookie);
    const [dead, alive] = [asCookie(token()), asCookie(token({ sub: 'bob', sid: 'two' }))];

    await get('/tickets', alive).expect(200);
    passSeconds(16);
    for (const path of ['/tickets', '/admin', '/me']) {
      const response = await get(path, alive);
      expectProblem(response, 503, 'unavailable');
      expect(response.headers['retry-after']).toBe('5');
      expect(response.headers['www-authenticate']).toBeUndefined();
    }
    expectRefused(await get('/tickets', dead), 'token_revoked');
    // Who brings no token needs no list.
    expectRefused(await request(app).get('/tickets'), 'token_missing');
    await request(app).get('/me').expect(200);
    expect(reached()).toBe(1);

    server.send(asOf());
    await until('it is heard', () => revocations.status().secondsSinceAsOf === 0);
    await get('/tickets', alive).expect(200);
  });
});
