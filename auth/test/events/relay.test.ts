import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEvent, type AccountEvent } from '../../src/events/account-event';
import type { OutboxEntry } from '../../src/events/outbox-entry';
import type { Consumer } from '../../src/events/relay';
import { createEventRelay, createStores } from '../../src/stores';
import { databaseUri, startAuth, type TestAuth } from '../support/auth-service';
import { signUpDevice } from '../support/devices';

/** A consumer of every event. */
const consumer: Consumer = {
  name: 'mail',
  deliveriesOf: ({ event: { id, type, account, at } }) => [
    {
      id: `mail:${id}`,
      consumer: 'mail',
      kind: type,
      account,
      data: {},
      arisenAt: at,
      expiresAt: new Date(Date.now() + 60_000),
    },
  ],
};

describe('the relay of events', () => {
  let auth: TestAuth;
  let other: TestAuth;
  const entry = (account: string): OutboxEntry => ({ event: newEvent('unlocked', account, {}) });
  /** Stores of a replica that dies before it relays. */
  const dying = () => createStores(auth.connection, { record: () => undefined }, () => undefined);
  const faults: unknown[] = [];
  const relayOf = (
    { connection, services: { stores } }: TestAuth,
    consumers: readonly Consumer[] = [consumer],
  ) => createEventRelay(connection, stores, consumers, (error) => void faults.push(error));
  const logged = (account: string) =>
    auth.connection.collection<{ _id: string }>('events').find({ account, type: 'unlocked' }).toArray();
  const deliveries = (account: string) =>
    auth.connection.collection('deliveries').find({ account, kind: 'unlocked' }).toArray();
  const outbox = (email: string) =>
    auth.connection
      .collection<{ outbox?: unknown; outboxAt?: unknown; email: string }>('users')
      .findOne({ email });

  beforeAll(async () => {
    const MONGO_URI = databaseUri(`test-${randomUUID()}`);
    auth = await startAuth({ MONGO_URI });
    other = await startAuth({ MONGO_URI });
  });
  afterAll(async () => {
    await other.stop();
    await auth.stop();
    expect(faults).toEqual([]);
  });

  it('tells the log and the consumers of what a process left behind, and clears the outbox', async () => {
    const { id, email } = await signUpDevice(auth);
    const left = [entry(id), entry(id)];
    await dying().accounts.record(id, left);
    expect(await logged(id)).toEqual([]);
    await relayOf(auth).relayLeft();
    const ids = left.map(({ event }) => event.id);
    expect((await logged(id)).map(({ _id }) => _id).toSorted()).toEqual(ids.toSorted());
    expect((await deliveries(id)).map(({ _id }) => String(_id)).toSorted()).toEqual(
      ids.map((eventId) => `mail:${eventId}`).toSorted(),
    );
    const document = await outbox(email);
    expect(document).not.toHaveProperty('outbox');
    expect(document).not.toHaveProperty('outboxAt');
  });

  it('relays each event once, whichever replicas do it at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => signUpDevice(auth)));
    for (const { id } of people) await dying().accounts.record(id, [entry(id), entry(id)]);
    await Promise.all([auth, other, auth, other].map((replica) => relayOf(replica).relayLeft()));
    for (const { id } of people) {
      expect(await logged(id)).toHaveLength(2);
      expect(await deliveries(id)).toHaveLength(2);
    }
  });

  it('keeps what is written while it relays', async () => {
    const { id, email } = await signUpDevice(auth);
    const [first, second] = [entry(id), entry(id)];
    await dying().accounts.record(id, [first]);
    // A consumer is asked between the log and the clearing of the outbox.
    let written: Promise<unknown> | undefined;
    const late: Consumer = {
      name: 'mail',
      deliveriesOf: (told) => {
        written ??= dying().accounts.record(id, [second]);
        return consumer.deliveriesOf(told);
      },
    };
    const slow = createEventRelay(
      auth.connection,
      {
        ...auth.services.stores,
        deliveries: { ...auth.services.stores.deliveries, insert: async () => void (await written) },
      },
      [late],
      (error) => void faults.push(error),
    );
    await slow.relayLeft();
    const { outbox: rest } = (await outbox(email)) as unknown as { outbox: { event: AccountEvent }[] };
    expect(rest.map(({ event }) => event.id)).toEqual([second.event.id]);
    await relayOf(auth).relayLeft();
    expect((await logged(id)).map(({ _id }) => _id).toSorted()).toEqual(
      [first.event.id, second.event.id].toSorted(),
    );
  });

  it('leaves an event where it is until the consumers are told', async () => {
    const { id } = await signUpDevice(auth);
    await dying().accounts.record(id, [entry(id)]);
    const broken = createEventRelay(
      auth.connection,
      {
        ...auth.services.stores,
        deliveries: {
          ...auth.services.stores.deliveries,
          insert: () => Promise.reject(new Error('no answer')),
        },
      },
      [consumer],
      () => undefined,
    );
    await expect(broken.relayLeft()).rejects.toThrow('no answer');
    expect(await deliveries(id)).toEqual([]);
    await relayOf(other).relayLeft();
    expect(await logged(id)).toHaveLength(1);
    expect(await deliveries(id)).toHaveLength(1);
  });

  it('relays right after the write, and before the process stops', async () => {
    const { id, email } = await signUpDevice(auth);
    await auth.services.stores.accounts.record(id, [entry(id)]);
    await auth.services.relay.drain();
    expect(await logged(id)).toHaveLength(1);
    expect(await outbox(email)).not.toHaveProperty('outbox');
  });

  it('lets nothing sweep what is not relayed yet', async () => {
    const [person, left] = [await signUpDevice(auth), dying()];
    const account = (await left.accounts.findById(person.id))!;
    await left.accounts.change(account, { kind: 'delete' }, [
      { event: newEvent('account_deleted', person.id, {}) },
    ]);
    const tombstones = async () => {
      const ids = [];
      for await (const id of auth.services.stores.accounts.tombstones.olderThan(
        new Date(Date.now() + 60_000),
      ))
        ids.push(id);
      return ids;
    };
    expect(await tombstones()).not.toContain(person.id);
    await auth.services.stores.accounts.tombstones.remove(person.id);
    await relayOf(auth).relayLeft();
    expect(await tombstones()).toContain(person.id);
  });
});
