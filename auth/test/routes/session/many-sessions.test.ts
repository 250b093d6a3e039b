import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import {
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { expectInvalid, expectProblem } from '../../support/problems';

const MAX = 50;

interface Listed {
  readonly sessions: { readonly id: string }[];
  readonly next?: string;
}

describe('the sessions of an account', () => {
  let auth: TestAuth;
  const ids = ({ sessions }: Listed) => sessions.map(({ id }) => id);

  async function list(device: Device, query = ''): Promise<Listed> {
    return (await send(auth, 'get', `sessions${query}`, device).expect(200)).body as Listed;
  }

  /** Stores sessions past the service, as many sign-ins leave them behind; the first is the oldest. */
  async function store(owner: Owner, count: number, more: Record<string, unknown> = {}): Promise<string[]> {
    const sids = Array.from({ length: count }, () => randomBytes(16).toString('base64url'));
    const document = { ...(await sessionDocument(auth, sidOf(owner)))!, ...more };
    const at = (n: number) => new Date(Date.now() - (count - n) * MINUTE);
    await auth.connection
      .collection<{ _id: string }>('sessions')
      .insertMany(
        sids.map((_id, n) => ({ ...document, _id, createdAt: at(n), lastSeenAt: at(n), rotatedAt: at(n) })),
      );
    return sids;
  }

  const countOpen = ({ id }: Owner) =>
    auth.connection.collection('sessions').countDocuments({ userId: id, revokedAt: null });

  beforeAll(async () => {
    auth = await startAuth({ MONGO_URI: `${databaseUri()}?monitorCommands=true` });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('are 50 at most: a sign-in ends the one that was used last longest ago, in every service', async () => {
    const clock = stopClock();
    const first = await signUpDevice(auth);
    clock.pass(MINUTE);
    const second = await signInDevice(auth, first);
    await store(first, MAX - 2, {});
    clock.pass(MINUTE);
    const used = deviceOf(await refreshDevice(auth, first).expect(200));
    clock.pass(MINUTE);
    const oldest = (await list(used)).sessions.at(-1)!.id;
    const last = await signInDevice(auth, first);
    expect(await sessionDocument(auth, oldest)).toMatchObject({ revokedBecause: 'too_many_sessions' });
    expect(auth.services.revocations.list.isRevoked({ sub: 'x', sid: oldest, gen: 0 })).toBe(true);
    expect(await countOpen(first)).toBe(MAX);
    for (const device of [used, second, last]) await send(auth, 'get', 'sessions', device).expect(200);
  });

  it('are 50 at most after many parallel sign-ins', async () => {
    const owner = await signUpDevice(auth);
    await store(owner, 40);
    const account = (await auth.services.accounts.find(owner.id))!;
    const { sessions } = auth.services;
    const signIn = async () => {
      await sessions.start(owner.id, account, { userAgent: '', ip: '' }, { amr: ['pwd'], acr: 'aal1' });
      await sessions.endSurplus(owner.id, account, () => []);
    };
    // In waves, so that a slow machine answers each within the 2 s that a request waits for a connection.
    for (let wave = 0; wave < 3; wave++) await Promise.all(Array.from({ length: 20 }, signIn));
    expect(await countOpen(owner)).toBe(MAX);
  });

  it('are 50 at most with the one that was kept by itself, which can be the oldest', async () => {
    const clock = stopClock();
    const kept = await signUpDevice(auth);
    const others = await send(auth, 'delete', 'sessions', kept).expect(200);
    const session = String(others.headers['set-cookie']).split(';')[0]!.slice('session='.length);
    clock.pass(100 * MINUTE);
    await store(kept, MAX - 1, { sessionGen: 1 });
    expect(await countOpen(kept)).toBe(MAX);
    const listed = await list({ ...deviceOf(await refreshDevice(auth, { ...kept, session }).expect(200)) });
    expect(ids(listed)).toHaveLength(MAX);
    expect(ids(listed).at(-1)).toBe(sidOf(kept));
    const oldest = ids(listed).at(-2)!;
    await signInDevice(auth, kept);
    // It has just been used.
    expect(await sessionDocument(auth, sidOf(kept))).not.toHaveProperty('revokedAt');
    expect(await sessionDocument(auth, oldest)).toMatchObject({ revokedBecause: 'too_many_sessions' });
    clock.pass(100 * MINUTE);
    await store(kept, MAX, { sessionGen: 1 });
    await signInDevice(auth, kept);
    expect(await countOpen(kept)).toBe(MAX);
    expect(await sessionDocument(auth, sidOf(kept))).toMatchObject({ revokedBecause: 'too_many_sessions' });
  });

  it('that an older release left behind in thousands are ended by one sign-in', async () => {
    const owner = await signUpDevice(auth);
    await store(owner, 260);
    const device = await signInDevice(auth, owner);
    expect(await countOpen(owner)).toBe(MAX);
    expect(ids(await list(device))).toContain(sidOf(device));
  });

  it('cost a sign-in one read more, and none of those that are dead are read', async () => {
    const owner = await signUpDevice(auth);
    await send(auth, 'delete', 'sessions', owner).expect(200);
    await store(owner, 500, { sessionGen: 0 });
    const replies: { find?: unknown; batch: unknown[] }[] = [];
    const client = auth.connection.getClient();
    const onReply = ({ commandName, reply }: { commandName: string; reply: object }) => {
      const { cursor } = reply as { cursor?: { ns: string; firstBatch: unknown[] } };
      if (commandName === 'find' && cursor?.ns.endsWith('.sessions'))
        replies.push({ batch: cursor.firstBatch });
    };
    client.on('commandSucceeded', onReply);
    try {
      const device = await signInDevice(auth, owner);
      expect(replies.map(({ batch }) => batch.length)).toEqual([0]);
      replies.length = 0;
      expect(ids(await list(device))).toEqual([sidOf(device), sidOf(owner)]);
      // The own one is read for its proof, for whether it is alive, and in the list.
      expect(replies.flatMap(({ batch }) => batch).length).toBeLessThanOrEqual(4);
    } finally {
      client.off('commandSucceeded', onReply);
    }
  });

  describe('are listed a page at a time', () => {
    it('each once, also when some are used in between', async () => {
      const owner = await signUpDevice(auth);
      const stored = await store(owner, 11);
      const all = ids(await list(owner));
      expect(all).toEqual([sidOf(owner), ...stored.toReversed()]);
      let device: Device = owner;
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await list(device, `?limit=5${next ? `&after=${next}` : ''}`);
        seen.push(...ids(page));
        next = page.next;
        device = deviceOf(await refreshDevice(auth, device).expect(200));
      } while (next);
      expect(seen).toEqual(all);
      expect(await list(device, '?limit=12')).not.toHaveProperty('next');
    });

    it('with the one that was kept in its place', async () => {
      const kept = await signUpDevice(auth);
      const others = await send(auth, 'delete', 'sessions', kept).expect(200);
      const session = String(others.headers['set-cookie']).split(';')[0]!.slice('session='.length);
      const [before] = await store(kept, 1, { sessionGen: 1 });
      const after = await signInDevice(auth, kept);
      const device = { ...kept, session };
      const first = await list(device, '?limit=1');
      const second = await list(device, `?limit=1&after=${first.next}`);
      const third = await list(device, `?limit=1&after=${second.next}`);
      expect([first, second, third].map((page) => ids(page))).toEqual([
        [sidOf(after)],
        [sidOf(kept)],
        [before],
      ]);
      expect(third).not.toHaveProperty('next');
    });

    it.each([
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['after=nobody', 'after'],
      ['after=1', 'after'],
      [`after=1.${'A'.repeat(21)}`, 'after'],
      [`after=1.${'A'.repeat(23)}`, 'after'],
      [`after=${'1'.repeat(16)}.${'A'.repeat(22)}`, 'after'],
      [`after=${'1'.repeat(10_000)}`, 'after'],
      ['after[$gt]=1', undefined],
      [`after=1.${'A'.repeat(22)}&after=1.${'A'.repeat(22)}`, 'after'],
    ])('refuses %.40s', async (query, field) => {
      const device = await signUpDevice(auth);
      const response = await send(auth, 'get', `sessions?${query}`, device);
      if (field) expectInvalid(response, field);
      else expect(response.status).toBe(200);
      expectProblem(await send(auth, 'get', `sessions?${query}`, {}), 401, 'token_missing');
    });
  });
});
