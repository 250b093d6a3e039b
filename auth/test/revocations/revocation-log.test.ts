import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Types } from 'mongoose';
import { createRevocationLog, type RevocationLog } from '../../src/revocations/revocation-log';
import { startAuth, type TestAuth } from '../support/auth-service';
import { DAY, MINUTE, restartClock, SECOND, stopClock } from '../support/clock';
import { startPrimary, WINDOW_MS, type TestPrimary } from '../support/primary';
import { sourcesOf } from '../support/replica';

let auth: TestAuth;
let log: RevocationLog;
let primary: TestPrimary;
let clock: { pass(ms: number): void };
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());
beforeEach(() => {
  clock = stopClock();
  primary = startPrimary();
  log = createRevocationLog({ window: WINDOW_MS, askPrimary: primary.askPrimary });
});
afterEach(async () => {
  restartClock();
  for (const name of ['users', 'sessions']) await auth.connection.collection(name).deleteMany({});
});

const readNew = () => log.readNew(sourcesOf(auth));
const readAll = () => log.readAll(sourcesOf(auth));
const keys = () =>
  [...log.list.entries()].map((entry) => (entry.kind === 'user' ? entry.user : entry.session));

/** Writes as a replica would whose MongoDB says that it is so long after now. */
async function userRevoked(after: number, id = new Types.ObjectId()): Promise<string> {
  const revokedAt = new Date(Date.now() + after);
  const email = `${id.toHexString()}@example.com`;
  await auth.connection.collection('users').insertOne({ _id: id, email, gen: 4, revokedAt });
  return id.toHexString();
}

async function sessionRevoked(after: number, sid: string): Promise<string> {
  const revokedAt = new Date(Date.now() + after);
  await auth.connection.collection<{ _id: string }>('sessions').insertOne({ _id: sid, revokedAt } as never);
  return sid;
}

describe('an entry', () => {
  it('is held for the window, rounded up, and not longer', () => {
    const revokedAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 1);
    log.record({ kind: 'user', user: 'ada', gen: 4, revokedAt });
    log.record({ kind: 'session', session: 'one', revokedAt });
    const until = Math.floor(revokedAt.getTime() / 1000) + 16 * 60 + 1;
    expect([...log.list.entries()]).toEqual([
      { kind: 'user', user: 'ada', gen: 4, until },
      { kind: 'session', session: 'one', until },
    ]);
    clock.pass(until * 1000 - Date.now() - 1);
    log.list.dropExpired();
    expect(log.list.size).toBe(2);
    clock.pass(1);
    log.list.dropExpired();
    expect(log.list.size).toBe(0);
  });
});

describe('reading all', () => {
  it('finds what can still matter, and nothing that cannot', async () => {
    const found = [await userRevoked(-16 * MINUTE + SECOND), await sessionRevoked(0, 'one')];
    await userRevoked(-16 * MINUTE - SECOND);
    await sessionRevoked(-DAY, 'two');
    await auth.connection.collection('users').insertOne({ email: 'nobody@example.com', gen: 0 });
    await readAll();
    expect(keys()).toEqual(found);
  });

  it('asks for no more than the window and a minute', async () => {
    const asked = jest.spyOn(auth.services.stores.accounts, 'revokedSince');
    for (const read of [readNew, readAll]) {
      await read();
      expect(asked).toHaveBeenLastCalledWith(new Date(Date.now() - 17 * MINUTE));
    }
    expect(log.windowStart()).toBe(Date.now() - 17 * MINUTE);
    asked.mockRestore();
  });
});

describe('reading what is new', () => {
  it('finds what another replica wrote', async () => {
    await readAll();
    const found = [await userRevoked(0), await sessionRevoked(0, 'one')];
    await readNew();
    expect(keys()).toEqual(found);
  });

  it.each([
    ['is behind', [-5, -5, -5]],
    ['is ahead', [5, 5, 5]],
    ['was ahead and is set right', [5, 0, 0]],
  ])('finds what was stamped by a clock that %s', async (_how, minutes) => {
    const found: string[] = [];
    for (const after of minutes) {
      primary.setAhead(after * MINUTE);
      found.push(await userRevoked(after * MINUTE));
      await readNew();
      expect(keys()).toEqual(found);
      clock.pass(SECOND);
    }
  });

  it('finds what was stamped 29 s before it could be seen', async () => {
    const found = [await userRevoked(0)];
    await readNew();
    found.push(await userRevoked(-29 * SECOND));
    await readNew();
    expect(keys()).toEqual(found);
  });

  it('finds what others wrote in an outage, although something newer is known already', async () => {
    await userRevoked(0);
    await readNew();
    clock.pass(5 * MINUTE);
    const missed = [await userRevoked(-4 * MINUTE), await sessionRevoked(-3 * MINUTE, 'missed')];
    // The first write of this replica after the outage, before it has read again.
    log.record({ kind: 'session', session: 'own', revokedAt: new Date() });
    await readNew();
    expect(keys()).toEqual(expect.arrayContaining(missed));
  });

  it('finds what a source could not tell when the other one told something newer', async () => {
    await readNew();
    const asked = jest.spyOn(auth.services.stores.sessions, 'revokedSince');
    clock.pass(5 * MINUTE);
    const missed = await sessionRevoked(-4 * MINUTE, 'missed');
    await userRevoked(0);
    asked.mockImplementationOnce(() => {
      throw new Error('away');
    });
    await expect(readNew()).rejects.toThrow('away');
    expect(keys()).not.toContain(missed);
    await readNew();
    expect(keys()).toContain(missed);
    asked.mockRestore();
  });

  it('does not read a crowd again and again once half a minute has passed', async () => {
    await Promise.all(Array.from({ length: 50 }, () => userRevoked(-SECOND)));
    await readNew();
    const asked = jest.spyOn(auth.services.stores.accounts, 'revokedSince');
    clock.pass(30 * SECOND);
    await readNew();
    clock.pass(SECOND);
    await readNew();
    expect(asked).toHaveBeenLastCalledWith(new Date(Date.now() - 31 * SECOND));
    const found = await userRevoked(0);
    await readNew();
    expect(keys()).toContain(found);
    asked.mockRestore();
  });
});

describe('as-of', () => {
  it('is 0 before the first read, and then when the last one that was complete began', async () => {
    expect(log.asOf()).toBe(0);
    await readAll();
    expect(log.asOf()).toBe(Date.now());
    clock.pass(SECOND);
    expect(log.asOf()).toBe(Date.now() - SECOND);
    await readNew();
    expect(log.asOf()).toBe(Date.now());

    const asked = jest.spyOn(auth.services.stores.sessions, 'revokedSince').mockImplementation(() => {
      throw new Error('away');
    });
    clock.pass(SECOND);
    await expect(readNew()).rejects.toThrow('away');
    await expect(readAll()).rejects.toThrow('away');
    expect(log.asOf()).toBe(Date.now() - SECOND);
    asked.mockRestore();
  });
});
