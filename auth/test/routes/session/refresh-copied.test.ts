import { createHash, createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, SECOND, restartClock, stopClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, sidOf, signUpDevice, type Device } from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { collectLogs } from '../../support/logs';
import { expectProblem, expectTooMany } from '../../support/problems';

describe('a refresh token that was copied', () => {
  const logs = collectLogs();
  let auth: TestAuth;
  let clock: ReturnType<typeof stopClock>;

  const refresh = (device: Device, { agent = 'Firefox', address = '203.0.113.1' } = {}) =>
    refreshDevice(auth, device).set({ 'User-Agent': agent, 'X-Forwarded-For': address });
  const next = async (device: Device) => deviceOf(await refresh(device).expect(200));
  const elsewhere = (sid: string) =>
    logs.lines.filter((line) => line.event === 'token_repeated' && line.sid === sid);

  async function counted(): Promise<number> {
    const { text } = await auth.internal().get('/metrics').expect(200);
    return Number(
      /^latchkey_authentication_events_total\{event="token_repeated",reason="another_address"\} (\d+)$/m.exec(
        text,
      )?.[1] ?? 0,
    );
  }

  beforeAll(async () => {
    auth = await startAuth({}, logs.stream);
  });
  beforeEach(() => {
    clock = stopClock();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('ends the session when another user agent repeats it, also within the grace time', async () => {
    const first = await next(await signUpDevice(auth));
    const second = await next(first);
    expectProblem(await refresh(first, { agent: 'curl' }), 401, 'session_revoked');
    expectProblem(await refresh(second), 401, 'session_revoked');
    expect(await sessionDocument(auth, sidOf(first))).toMatchObject({
      revokedBecause: 'refresh_token_reused',
    });
  });

  it('ends the session when two user agents exchange it at once', async () => {
    const first = await next(await signUpDevice(auth));
    const answers = await Promise.all([refresh(first), refresh(first, { agent: 'curl' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expectProblem(await refresh(deviceOf(answers.find(({ ok }) => ok)!)), 401, 'session_revoked');
  });

  it('is answered at another address, since a phone changes networks; logged and counted', async () => {
    const first = await next(await signUpDevice(auth));
    const second = await next(first);
    const before = await counted();
    const again = await refresh(first, { address: '198.51.100.7' }).expect(200);
    expect(deviceOf(again).refresh).toBe(second.refresh);
    await refresh(first).expect(200);
    expect(elsewhere(sidOf(first))).toEqual([
      expect.objectContaining({ level: 40, address: '198.51.100.7', account: expect.any(String) }),
    ]);
    expect(await counted()).toBe(before + 1);
    for (const secret of first.refresh.split('.').slice(1))
      expect(JSON.stringify(logs.lines)).not.toContain(secret);
  });

  it('ends the session also when the thief has used up the repetitions', async () => {
    const owner = await next(await signUpDevice(auth));
    const thief = await next(owner);
    await Promise.all(Array.from({ length: 60 }, () => refresh(owner)));
    expectTooMany(await refresh(owner));
    clock.pass(16 * SECOND);
    expectProblem(await refresh(owner), 401, 'session_revoked');
    expectProblem(await refresh(thief), 401, 'session_revoked');
  });

  it('current, from another user agent, is a browser that was updated', async () => {
    const first = await next(await signUpDevice(auth));
    await refresh(first, { agent: 'Firefox/next' }).expect(200);
  });

  describe('by a thief who watches GET /api/users/sessions', () => {
    /** What the list says of the session of a device. */
    async function told(device: Device) {
      const response = await send(auth, 'get', 'sessions', device).expect(200);
      return (response.body as { sessions: { lastSeenAt: string }[] }).sessions[0]!;
    }
    const MINUTES = (n: number) => new Date(n * MINUTE).toISOString();
    /** Begins at a full ten minutes, so that steps are easy to read. */
    const start = () => {
      clock.pass(10 * MINUTE - (Date.now() % (10 * MINUTE)));
      return Date.now() / MINUTE;
    };

    it('changes at no exchange, neither the time nor the address nor the expiry', async () => {
      start();
      let device = await next(await signUpDevice(auth));
      for (let n = 0; n < 12; n++) {
        clock.pass(3 * MINUTE);
        const before = await told(device);
        device = deviceOf(await refresh(device, { address: `203.0.113.${n}` }).expect(200));
        expect(await told(device)).toEqual(before);
      }
    });

    it('tells the step of five minutes once that and the next are over', async () => {
      const at = start();
      const device = await next(await signUpDevice(auth));
      clock.pass(12 * MINUTE);
      const used = deviceOf(await refresh(device, { address: '198.51.100.7' }).expect(200));
      clock.pass(8 * MINUTE - 1);
      expect(await told(used)).toMatchObject({ lastSeenAt: MINUTES(at), ip: '203.0.113.1' });
      clock.pass(1);
      expect(await told(used)).toMatchObject({
        lastSeenAt: MINUTES(at + 10),
        ip: '198.51.100.7',
        expiresAt: MINUTES(at + 10 + 7 * 24 * 60),
      });
    });
  });

  describe('and read access to the database', () => {
    const hash = (t: string) => createHash('sha256').update(t).digest('base64url');
    const partsOf = ({ refresh }: Device) => refresh.split('.') as [string, string, string];

    /** Every token that can be made of one by the seed in the document, some steps on. */
    async function reachable(device: Device): Promise<string[]> {
      const seed = String((await sessionDocument(auth, sidOf(device)))!.seed);
      const tokens = [partsOf(device)[2]];
      for (let n = 0; n < 6; n++) {
        const key = Buffer.from(seed, 'base64url');
        tokens.push(createHmac('sha256', key).update(tokens.at(-1)!).digest('base64url'));
      }
      return tokens;
    }

    it('lead from a token three exchanges old to nothing', async () => {
      const first = await signUpDevice(auth);
      const second = await next(first);
      const current = await next(await next(second));
      expect(await reachable(first)).not.toContain(partsOf(current)[2]);
      expect(await reachable(second)).not.toContain(partsOf(current)[2]);
      // Nor does an earlier reading of the seed lead from today's token to tomorrow's.
      const early = await reachable(current);
      clock.pass(MINUTE);
      expect(early).not.toContain(partsOf(await next(current))[2]);
    });

    describe('beside a replica of the version before, which keeps the seed', () => {
      /** What that replica does with a current token: its compare-and-set leaves the seed alone. */
      async function exchangedByOldReplica(device: Device): Promise<Device> {
        const [sid, family, t] = partsOf(device);
        const document = (await sessionDocument(auth, sid))!;
        const key = Buffer.from(String(document.seed), 'base64url');
        const successor = createHmac('sha256', key).update(t).digest('base64url');
        if (document.currentHash === hash(t)) {
          const now = new Date();
          const set = {
            currentHash: hash(successor),
            previousHash: hash(t),
            rotatedAt: now,
            lastSeenAt: now,
          };
          await auth.connection
            .collection<{ _id: string }>('sessions')
            .updateOne({ _id: sid }, { $set: { ...set, userAgent: 'Firefox', ip: '203.0.113.1' } });
        } else expect(document.previousHash).toBe(hash(t));
        return { ...device, refresh: [sid, family, successor].join('.') };
      }

      it('goes on from whichever exchanged it, and both repeat the same successor', async () => {
        let device: Device = await next(await signUpDevice(auth));
        for (let round = 0; round < 3; round++) {
          const byOld = await exchangedByOldReplica(device);
          expect((await next(device)).refresh).toBe(byOld.refresh);
          clock.pass(20 * SECOND);
          const byNew = await next(byOld);
          expect((await exchangedByOldReplica(byOld)).refresh).toBe(byNew.refresh);
          clock.pass(20 * SECOND);
          device = byNew;
        }
      });

      it('takes over a session that it began and used', async () => {
        const first = await signUpDevice(auth);
        const later = await exchangedByOldReplica(await exchangedByOldReplica(first));
        await auth.connection
          .collection<{ _id: string }>('sessions')
          .updateOne({ _id: sidOf(first) }, { $unset: { seen: '' } });
        await send(auth, 'get', 'sessions', later).expect(200);
        await next(await next(later));
      });
    });
  });
});
