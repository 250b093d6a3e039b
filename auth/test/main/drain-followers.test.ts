import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { databaseUri } from '../support/auth-service';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, gauge, startAuthProcess, untilStatus, type AuthProcess } from '../support/spawn-auth';
import { expectProblem } from '../support/problems';
import { until } from '../support/until';

afterEach(endSpawned);

interface Follower {
  received: string;
  /** How its stream ended: as it should, or cut off. */
  end: 'in order' | 'cut' | undefined;
}

async function follow({ internalPort }: AuthProcess): Promise<Follower> {
  const request = get({ port: internalPort, path: '/revocations', agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const follower: Follower = { received: '', end: undefined };
  answer.setEncoding('utf8').on('data', (text: string) => (follower.received += text));
  answer.on('error', () => undefined);
  answer.once('close', () => (follower.end = answer.complete ? 'in order' : 'cut'));
  return follower;
}

async function followMany(auth: AuthProcess, count: number): Promise<Follower[]> {
  const followers = await Promise.all(Array.from({ length: count }, () => follow(auth)));
  await until('all are followed', () => followers.every(({ received }) => received.includes('as-of')));
  return followers;
}

describe('SIGTERM while services follow', () => {
  it('sends them away one after the other, tells the others what is new, and takes no new ones', async () => {
    const auth = await startAuthProcess();
    const followers = await followMany(auth, 500);
    const ended = () => followers.filter(({ end }) => end !== undefined);

    auth.child.kill('SIGTERM');
    await untilStatus(auth, '/readyz', 503);
    for (const path of ['/revocations', '/revocations/snapshot']) {
      const refused = await auth.internal().get(path);
      expectProblem(refused, 503, 'unavailable');
      expect(refused.headers['retry-after']).toMatch(/^[1-5]$/);
    }
    await until('some have gone', () => ended().length > 50);
    expect(ended().length).toBeLessThan(400);
    const first = followers.findIndex(({ end }) => end !== undefined);
    const stayed = followers.slice(0, first + 100).filter(({ end }) => end === undefined);
    // Not in the order in which they came.
    expect(stayed).not.toEqual([]);

    expect(await auth.exited).toEqual({ code: 0, signal: null });
    expect(new Set(followers.map(({ end }) => end))).toEqual(new Set(['in order']));
  });

  it('goes on reading what other replicas revoke until the last has gone', async () => {
    const MONGO_URI = databaseUri();
    const [auth, other] = [await startAuthProcess({ MONGO_URI }), await startAuthProcess({ MONGO_URI })];
    const browser = other.browser();
    await browser.post('/api/users/signup').send({ email: newEmail(), password: PASSWORD }).expect(201);
    const followers = await followMany(auth, 900);
    auth.child.kill('SIGTERM');
    await untilStatus(auth, '/readyz', 503);
    await browser.post('/api/users/signout').send({}).expect(200);
    expect(await auth.exited).toEqual({ code: 0, signal: null });
    expect(followers.filter(({ received }) => received.includes('session.')).length).toBeGreaterThan(0);
  });

  it('is not held by one that does not read', async () => {
    const auth = await startAuthProcess();
    const request = get({ port: auth.internalPort, path: '/revocations', agent: false });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.pause().on('error', () => undefined);
    expect(await gauge(auth, 'latchkey_revocations_followers')).toBe(1);
    auth.child.kill('SIGTERM');
    expect(await auth.exited).toEqual({ code: 0, signal: null });
  });
});
