import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRefreshToken } from '../../../src/sessions/refresh-token';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, SECOND, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import {
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { collectLogs } from '../../support/logs';
import { expectProblem } from '../../support/problems';

const GRACE = 15 * SECOND;

describe('the refresh token', () => {
  const logs = collectLogs();
  let auth: TestAuth;
  let clock: ReturnType<typeof stopClock>;

  /** Refreshes a device that may. */
  const next = async (device: Device) => deviceOf(await refreshDevice(auth, device).expect(200));
  const reuses = (sid: string) =>
    logs.lines.filter((line) => line.event === 'token_reused' && line.sid === sid);

  beforeAll(async () => {
    auth = await startAuth({}, logs.stream);
  });
  beforeEach(() => {
    clock = stopClock();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('has one successor, for twenty parallel refreshes too, and nobody is logged out', async () => {
    let device: Device = await signUpDevice(auth);
    for (let round = 0; round < 3; round++) {
      const refreshes = Array.from({ length: 20 }, () => refreshDevice(auth, device));
      const answers = await Promise.all(refreshes);
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      const successors = new Set(answers.map((answer) => deviceOf(answer).refresh));
      expect(successors.size).toBe(1);
      expect(successors).not.toContain(device.refresh);
      device = deviceOf(answers[round]!);
      // The limit is 60 a minute.
      clock.pass(HOUR);
    }
    await next(device);
  });

  it('gets the same successor again within the grace time: a second tab, or a lost answer', async () => {
    const first = await signUpDevice(auth);
    const second = await next(first);
    clock.pass(GRACE);
    const again = await next(first);
    expect(again.refresh).toBe(second.refresh);
    const third = await next(second);
    expect(third.refresh).not.toBe(second.refresh);
    // The grace of the first was over with the next exchange, that of the second goes on.
    expect((await next(second)).refresh).toBe(third.refresh);
    expect(reuses(sidOf(first))).toEqual([]);
  });

  it('comes with the access token of now, also for the same successor', async () => {
    const first = await signUpDevice(auth);
    const second = await next(first);
    clock.pass(GRACE);
    expect((await next(first)).session).not.toBe(second.session);
  });

  it.each<[string, (first: Device) => Promise<{ copied: Device; newest: Device }>]>([
    [
      'the previous one after the grace time',
      async (first) => {
        const newest = await next(first);
        clock.pass(GRACE + 1);
        return { copied: first, newest };
      },
    ],
    ['an older one at once', async (first) => ({ copied: first, newest: await next(await next(first)) })],
    [
      'one that never was, with the right family',
      (first) => {
        const [sid, family] = first.refresh.split('.');
        const refresh = [sid, family, randomBytes(32).toString('base64url')].join('.');
        return Promise.resolve({ copied: { ...first, refresh }, newest: first });
      },
    ],
  ])('ends the session when it is %s', async (_what, reuse) => {
    const first = await signUpDevice(auth);
    const other = await signInDevice(auth, first);
    const { copied, newest } = await reuse(first);

    const response = await refreshDevice(auth, copied);
    expectProblem(response, 401, 'session_revoked');
    expect(setCookies(response)).toEqual([]);
    expect(await sessionDocument(auth, sidOf(first))).toMatchObject({
      revokedBecause: 'refresh_token_reused',
      revokedAt: expect.any(Date),
    });

    expectProblem(await refreshDevice(auth, newest), 401, 'session_revoked');
    expectProblem(await send(auth, 'get', 'sessions', first), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, copied), 401, 'session_revoked');
    expect(reuses(sidOf(first))).toEqual([expect.objectContaining({ account: first.id, level: 40 })]);
    await next(other);
  });

  it('logs once what came back many times at once, and nothing that is a secret', async () => {
    const first = await signUpDevice(auth);
    await next(await next(first));
    const answers = await Promise.all(Array.from({ length: 10 }, () => refreshDevice(auth, first)));
    for (const answer of answers) expectProblem(answer, 401, 'session_revoked');
    expect(reuses(sidOf(first))).toHaveLength(1);
    const [, family, t] = first.refresh.split('.');
    const written = JSON.stringify(logs.lines);
    for (const secret of [family!, t!, first.session, first.password]) expect(written).not.toContain(secret);
  });

  it('does not come back to life when a sign-out crosses a refresh', async () => {
    const first = await signUpDevice(auth);
    const [refreshed] = await Promise.all([
      refreshDevice(auth, first),
      send(auth, 'post', 'signout', first).expect(200),
    ]);
    const last = refreshed.status === 200 ? deviceOf(refreshed) : first;
    expectProblem(await refreshDevice(auth, last), 401, 'session_revoked');
  });

  describe('exchanged by a request that was overtaken', () => {
    const client = { userAgent: '', ip: '' };

    /** The session as a request has read it, which then waits. */
    async function readSession({ refresh }: Device) {
      const token = parseRefreshToken(refresh)!;
      return (await auth.services.sessions.recognise(token.sid, [token]))!;
    }

    it('by a sign-out: has no successor', async () => {
      const device = await signUpDevice(auth);
      const { session, token } = await readSession(device);
      await send(auth, 'post', 'signout', device).expect(200);
      expect(await auth.services.sessions.exchange(session, token, client)).toBeUndefined();
    });

    it('by one other refresh: has the same successor, and the session does not turn back', async () => {
      const device = await signUpDevice(auth);
      const { session, token } = await readSession(device);
      const second = await next(device);
      expect(await auth.services.sessions.exchange(session, token, client)).toEqual({
        refreshToken: second.refresh,
        isRepeat: true,
      });
      await next(second);
    });

    it('by two other refreshes: is one that was copied', async () => {
      const device = await signUpDevice(auth);
      const { session, token } = await readSession(device);
      const third = await next(await next(device));
      expect(await auth.services.sessions.exchange(session, token, client)).toBeUndefined();
      expectProblem(await refreshDevice(auth, third), 401, 'session_revoked');
    });
  });
});
