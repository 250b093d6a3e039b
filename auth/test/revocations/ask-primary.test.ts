import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Types } from 'mongoose';
import type { Connection } from '../../src/database';
import { createAskPrimary } from '../../src/revocations/ask-primary';
import { startAuth, type TestAuth } from '../support/auth-service';

const OWN_ID = /^[0-9a-f]{32}$/;

describe('a server that is no replica set', () => {
  let auth: TestAuth;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('tells its clock, and has an id that only this process knows', async () => {
    const ask = createAskPrimary(auth.connection);
    const before = Date.now();
    const { election, now } = await ask();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    expect(election).toMatch(OWN_ID);
    expect((await ask()).election).toBe(election);
    expect((await createAskPrimary(auth.connection)()).election).not.toBe(election);
  });

  it('rejects while it cannot be reached', async () => {
    const away = await startAuth();
    await away.stop();
    await expect(createAskPrimary(away.connection)()).rejects.toThrow();
  });
});

/** What servers answer that no test here can run. */
function answering(hello: object): Connection {
  const command = () => Promise.resolve({ localTime: new Date(1_795_000_000_123), ok: 1, ...hello });
  return { db: { admin: () => ({ command }) } } as unknown as Connection;
}

describe('other servers', () => {
  it('a primary tells the election that made it one', async () => {
    const electionId = new Types.ObjectId('7fffffff000000000000002a');
    const hello = { setName: 'rs0', isWritablePrimary: true, electionId };
    expect(await createAskPrimary(answering(hello))()).toEqual({
      election: '7fffffff000000000000002a',
      now: 1_795_000_000_123,
    });
  });

  it.each([
    ['a mongos, which hides the elections of its shards', { msg: 'isdbgrid', isWritablePrimary: true }],
    ['a member of a replica set that has just lost its election', { setName: 'rs0', secondary: true }],
  ])('%s tells none', async (_which, hello) => {
    expect((await createAskPrimary(answering(hello))()).election).toBeUndefined();
  });
});
