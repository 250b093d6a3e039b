import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createFailedSignIns } from '../../src/events/failed-sign-ins';
import type { FailuresOfHour } from '../../src/events/event-storage';
import { changeUser } from '../support/documents';
import { ownEvents } from '../support/activity';
import { databaseUri, startAuth, type TestAuth } from '../support/auth-service';
import { cookieValue } from '../support/cookies';
import { HOUR, restartClock, stopClock, stopTimeouts } from '../support/clock';
import { deviceOf, send, signUpDevice, type Device, type Owner } from '../support/devices';
import { WITH_EVERY_ENDPOINT } from '../support/every-endpoint';
import { newAddress, newEmail } from '../support/people';
import { CODE_CEREMONY, mailedCode, requestCode, tryCode } from '../support/sign-in-codes';
import { withAuth } from '../support/with-auth';

interface Stored {
  readonly _id: string;
  readonly account: string;
  readonly at: Date;
  readonly class: string;
  readonly client?: object;
  readonly details: { readonly count?: number };
}

const THIEF = 'thief/1.0';

describe('failed sign-ins in the log of events', () => {
  let auth: TestAuth;
  let replica: TestAuth;

  const fail = (email: string, on = auth, from = newAddress()) =>
    on
      .request()
      .post('/api/users/signin')
      .set({ 'X-Forwarded-For': from, 'User-Agent': THIEF })
      .send({ email, password: 'a wrong password' })
      .expect(400);

  async function signIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<Device> {
    const request = auth.request().post('/api/users/signin').set('X-Forwarded-For', newAddress());
    return deviceOf(await request.send({ email, password }).expect(200));
  }

  const drain = (of = auth) => of.services.failedSignIns.drain();
  const stored = (filter: object = {}) =>
    auth.connection
      .collection<Stored>('events')
      .find({ ...filter, type: 'sign_in_failed' })
      .sort({ _id: 1 })
      .toArray();

  beforeAll(async () => {
    auth = await startAuth(WITH_EVERY_ENDPOINT);
    replica = await startAuth({ ...WITH_EVERY_ENDPOINT, MONGO_URI: auth.config.MONGO_URI });
  });
  afterEach(restartClock);
  afterAll(async () => {
    await drain(replica);
    await replica.stop();
    await auth.stop();
  });

  it('are one event an hour, with their number, and when and where the last one came from', async () => {
    const clock = stopClock();
    clock.pass(HOUR - (Date.now() % HOUR));
    const hour = Date.now();
    const person = await signUpDevice(auth);
    await changeUser(auth, person.email, { emailVerifiedAt: new Date() });
    for (let n = 0; n < 3; n++) {
      clock.pass(60_000);
      await fail(person.email, auth, `203.0.113.${n}`);
      if (n === 0) await drain();
    }
    clock.pass(HOUR);
    await fail(person.email, auth, '203.0.113.9');
    await drain();
    const before = await stored({ account: person.id });
    expect(before).toEqual([
      expect.objectContaining({ details: { count: 3 }, class: 'sign_in', at: new Date(hour + 180_000) }),
      expect.objectContaining({
        details: { count: 1 },
        class: 'sign_in',
        at: new Date(hour + 180_000 + HOUR),
      }),
    ]);
    clock.pass(60_000);
    const { events } = await ownEvents(auth, await signIn(person));
    const same = { id: expect.any(String), type: 'sign_in_failed', byAdmin: false };
    const client = (ip: string) => ({ ip, userAgent: THIEF });
    expect(events.filter(({ type }) => type === 'sign_in_failed')).toEqual([
      { ...same, at: before[1]!.at.toISOString(), client: client('203.0.113.9'), details: { count: 1 } },
      { ...same, at: before[0]!.at.toISOString(), client: client('203.0.113.2'), details: { count: 3 } },
    ]);
  });

  it('are nothing for an address that no account has', async () => {
    const before = await stored();
    await fail(newEmail());
    await drain();
    expect(await stored()).toEqual(before);
  });

  it('are added up by replicas', async () => {
    const { email, id } = await signUpDevice(auth);
    stopClock();
    const both = [auth, replica];
    await Promise.all([...both, ...both, auth].map((on) => fail(email, on)));
    await Promise.all(both.map(drain));
    expect((await stored({ account: id })).map(({ details }) => details)).toEqual([{ count: 5 }]);
  });

  it('cost no command before the answer, for a known address as for an unknown one', async () => {
    const MONGO_URI = `${databaseUri()}?monitorCommands=true`;
    const { unknown, known, later } = await withAuth({ MONGO_URI }, async (counted) => {
      const { email } = await signUpDevice(counted);
      await counted.services.relay.drain();
      const commands: string[] = [];
      counted.connection
        .getClient()
        .on('commandStarted', ({ commandName, command }) =>
          commands.push(`${commandName} ${String((command as Record<string, unknown>)[commandName])}`),
        );
      const commandsOf = async (step: Promise<unknown>) => {
        await step;
        return commands.splice(0);
      };
      stopTimeouts();
      return {
        unknown: await commandsOf(fail(newEmail(), counted)),
        known: await commandsOf(fail(email, counted)),
        later: await commandsOf(drain(counted)),
      };
    });
    expect(known).toEqual(unknown);
    expect(known.filter((command) => command.endsWith('events'))).toEqual([]);
    expect(later).toContain('update events');
  });

  it('with a mailed code are counted, too, and those of an address without an account are not', async () => {
    const { email, id } = await signUpDevice(auth);
    const { secret } = await mailedCode(auth, email);
    await tryCode(auth, secret, 'AAAA-AAAA').expect(400);
    const before = await stored();
    const nobody = await requestCode(auth, newEmail()).expect(202);
    await tryCode(auth, cookieValue(nobody, CODE_CEREMONY)!, 'AAAA-AAAA').expect(400);
    await drain();
    const after = await stored();
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter(({ account }) => account === id).map(({ details }) => details)).toEqual([
      { count: 1 },
    ]);
  });

  it.each([
    ['before they are written', [] as const],
    ['after they were written', ['drain'] as const],
  ])('name nobody once the account is deleted, %s', async (_when, first) => {
    const person = await signUpDevice(auth);
    await fail(person.email);
    if (first.length > 0) await drain();
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    await auth.services.relay.drain();
    await drain();
    const left = await stored({ account: person.id });
    expect(left.map(({ details }) => details)).toEqual([{}]);
    expect(left[0]).not.toHaveProperty('client');
  });

  it('of more than 10,000 accounts at once are dropped, which is told once', async () => {
    let told = 0;
    const written: FailuresOfHour[][] = [];
    const many = createFailedSignIns({
      events: {
        ...auth.services.stores.events,
        addFailures: (failures) => Promise.resolve(void written.push([...failures])),
      },
      deletedOf: () => Promise.resolve([]),
      onFault: (error) => {
        throw error;
      },
      onFull: () => told++,
    });
    const client = { ip: '203.0.113.1', userAgent: THIEF };
    stopClock();
    for (let n = 0; n < 10_003; n++) many.add(`account-${n}`, client);
    many.add('account-0', client);
    await many.drain();
    const counts = written[0]!.map(({ count }) => count);
    expect([counts.length, Math.max(...counts), told]).toEqual([10_000, 2, 1]);
    many.add('account-10002', client);
    await many.drain();
    expect(written[1]).toEqual([expect.objectContaining({ account: 'account-10002', count: 1 })]);
  });

  it('that cannot be written are logged, and hold up nothing that comes later', async () => {
    const { id } = await signUpDevice(auth);
    const faults: unknown[] = [];
    const { events, accounts } = auth.services.stores;
    let isAway = true;
    const failing = createFailedSignIns({
      events: {
        ...events,
        addFailures: (failures) =>
          isAway ? Promise.reject(new Error('no answer')) : events.addFailures(failures),
      },
      deletedOf: (ids) => accounts.tombstones.deletedOf(ids),
      onFault: (error) => faults.push(error),
      onFull: () => undefined,
    });
    failing.add(id, { ip: '203.0.113.1', userAgent: THIEF });
    await failing.drain();
    expect(faults).toEqual([new Error('no answer')]);
    isAway = false;
    failing.add(id, { ip: '203.0.113.1', userAgent: THIEF });
    await failing.drain();
    expect((await stored({ account: id })).map(({ details }) => details)).toEqual([{ count: 1 }]);
  });
});
