import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FailuresOfHour } from '../../src/events/event-storage';
import { createFailedSignIns } from '../../src/events/failed-sign-ins';
import { databaseUri, startAuth, type TestAuth } from '../support/auth-service';
import { restartClock, stopClock, stopTimeouts } from '../support/clock';
import { signUpDevice } from '../support/devices';
import { WITH_EVERY_ENDPOINT } from '../support/every-endpoint';
import { failedSignIns, THIEF } from '../support/failed-sign-ins';
import { newEmail } from '../support/people';
import { withAuth } from '../support/with-auth';

describe('failed sign-ins in the log of events', () => {
  let auth: TestAuth;
  let replica: TestAuth;
  const { fail, drain, stored } = failedSignIns(() => auth);

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
