import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAccountStore } from '../../src/accounts/account-store';
import { newEvent, type AccountEvent } from '../../src/events/account-event';
import type { OutboxNotice } from '../../src/events/outbox-entry';
import { createSessionStore } from '../../src/sessions/session-store';
import { startAuth, type TestAuth } from '../support/auth-service';
import { sidOf, signUpDevice } from '../support/devices';

interface Stored {
  readonly eventNumber?: number;
  readonly outbox?: { readonly event: AccountEvent }[];
  readonly outboxAt?: Date;
}

describe('the outbox of a document', () => {
  const notices: OutboxNotice[] = [];
  let auth: TestAuth;
  /** Stores whose notices go nowhere, so that nothing is relayed. */
  const accounts = () =>
    createAccountStore(
      auth.connection,
      () => undefined,
      (notice) => void notices.push(notice),
    );
  const sessions = () =>
    createSessionStore(
      auth.connection,
      () => undefined,
      (notice) => void notices.push(notice),
    );
  const stored = (email: string) =>
    auth.connection.collection<Stored & { email: string }>('users').findOne({ email });

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('gets the whole event in the write that changes the document', async () => {
    const { id, email } = await signUpDevice(auth);
    const before = (await stored(email))?.eventNumber ?? 0;
    const account = (await accounts().findById(id))!;
    const event = newEvent('banned', id, { actor: 'a'.repeat(24) }, { reason: undefined });
    const ban = { kind: 'ban', ban: { reason: 'spam' } } as const;
    expect(await accounts().change(account, ban, [{ event }])).toMatchObject({ id, ban: { reason: 'spam' } });
    const number = before + 1;
    expect(await stored(email)).toMatchObject({ ban: { reason: 'spam' }, eventNumber: number });
    const { outbox, outboxAt } = (await stored(email))!;
    expect(outbox!.at(-1)).toEqual({ event: { ...event, details: {}, number } });
    expect(outboxAt!.getTime()).toBeGreaterThanOrEqual(event.at.getTime());
    expect(notices).toContainEqual({
      source: 'accounts',
      id,
      entries: [{ event: { ...event, number } }],
    });
  });

  it('gets nothing where the change is not made', async () => {
    const { id, email } = await signUpDevice(auth);
    await auth.services.relay.drain();
    const [account, before] = [(await accounts().findById(id))!, await stored(email)];
    const stale = { ...account, gen: account.gen + 1 };
    const entry = { event: newEvent('roles_changed', id, {}) };
    const change = { kind: 'set_roles', roles: ['one'] } as const;
    expect(await accounts().change(stale, change, [entry])).toBeUndefined();
    expect(await stored(email)).toEqual(before);
  });

  it('numbers events that are written at once, each by its own', async () => {
    const { id, email } = await signUpDevice(auth);
    const before = (await stored(email))?.eventNumber ?? 0;
    const write = () => accounts().record(id, [{ event: newEvent('unlocked', id, {}) }]);
    await Promise.all(Array.from({ length: 8 }, write));
    const numbers = (await stored(email))!.outbox!.slice(-8).map(({ event }) => event.number);
    expect(numbers).toEqual(Array.from({ length: 8 }, (_, n) => before + n + 1));
  });

  it('tells of a session that ends, in the write that ends it', async () => {
    const device = await signUpDevice(auth);
    const sid = sidOf(device);
    const end = () =>
      sessions().revoke(sid, 'ended_by_user', ({ id, userId }) => [
        { event: newEvent('session_ended', userId, { sid: id }, { reason: 'ended_by_user' }) },
      ]);
    expect((await Promise.all([end(), end()])).toSorted()).toEqual([false, true]);
    const document = await auth.connection
      .collection<Stored & { _id: string; revokedBecause?: string }>('sessions')
      .findOne({ _id: sid });
    expect(document).toMatchObject({ revokedBecause: 'ended_by_user' });
    const { outbox } = document!;
    expect(outbox!.filter(({ event }) => event.type === 'session_ended')).toHaveLength(1);
    expect(outbox!.at(-1)!.event).toMatchObject({ account: device.id, sid });
  });
});
