import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { retentionSettings } from '../../src/config/retention-settings';
import { newEvent, newEventId, type EventType } from '../../src/events/account-event';
import { startSweeper } from '../../src/jobs/sweeper';
import { startAuth, type TestAuth } from '../support/auth-service';
import { DAY, MINUTE, restartClock, stopIntervals } from '../support/clock';
import { until } from '../support/until';

const INTERVAL = 10 * MINUTE;

let auth: TestAuth;
let stop: () => void;

async function start(env: NodeJS.ProcessEnv): Promise<void> {
  auth = await startAuth(env);
  stopIntervals();
  stop = startSweeper(auth.services, retentionSettings(auth.config), pino({ level: 'silent' }));
}

afterEach(async () => {
  stop();
  restartClock();
  await auth.stop();
});

function made(type: EventType, days: number, actor?: string) {
  const event = newEvent(type, 'a'.repeat(24), { actor });
  return { ...event, id: newEventId(new Date(Date.now() - days * DAY)) };
}

const stored = (collection: 'events' | 'audit') =>
  auth.connection.collection<{ _id: string; [field: string]: unknown }>(collection);

async function idsIn(collection: 'events' | 'audit'): Promise<string[]> {
  return (await stored(collection).find().toArray()).map(({ _id }) => _id).sort();
}

/** Lets what has begun come to its end: this takes longer and goes the same way. */
async function settle(): Promise<void> {
  for (let n = 0; n < 10; n++) await idsIn('audit');
}

/** Sweeps, with these in the log, and expects that only the first ones stay. */
async function expectKept(
  kept: readonly ReturnType<typeof made>[],
  removed: readonly ReturnType<typeof made>[],
) {
  await auth.services.stores.events.insert([...kept, ...removed]);
  jest.advanceTimersByTime(INTERVAL);
  await until('some are gone', async () => (await stored('events').countDocuments()) <= kept.length);
  await settle();
  expect(await idsIn('events')).toEqual(kept.map(({ id }) => id).sort());
}

describe('the sweeper and the log of events', () => {
  it('removes sign-ins after 90 days, changes after 400, and no act of an admin', async () => {
    await start({});
    const former = made('banned', 5000).id;
    await stored('audit').insertOne({ _id: former, action: 'ban' });
    await expectKept(
      [
        made('signed_in', 89),
        made('password_changed', 399),
        made('banned', 5000, 'command line'),
        made('account_deleted', 5000, 'b'.repeat(24)),
        made('admin_act_refused', 5000, 'b'.repeat(24)),
      ],
      [made('signed_in', 91), made('password_changed', 401), made('account_deleted', 401)],
    );
    expect(await idsIn('audit')).toEqual([former]);
  });

  it.each<EventType>([
    'sign_in_requested',
    'reset_requested',
    'verification_requested',
    'email_change_requested',
  ])('removes %s after 90 days, since a stranger may have asked', async (type) => {
    await start({});
    await expectKept([made(type, 89)], [made(type, 91)]);
  });

  it('keeps each class for as long as is set, and the trail of older releases with the acts of admins', async () => {
    await start({ SIGN_IN_EVENTS_KEPT: '2d', ACCOUNT_EVENTS_KEPT: '3d', ADMIN_EVENTS_KEPT: '4d' });
    const [old, young] = [made('banned', 5).id, made('banned', 3).id];
    await stored('audit').insertMany([old, young].map((_id) => ({ _id, action: 'ban' })));
    await expectKept(
      [made('signed_in', 1), made('password_changed', 2), made('banned', 3, 'command line')],
      [made('signed_in', 3), made('password_changed', 4), made('banned', 5, 'command line')],
    );
    await until('one is gone', async () => (await stored('audit').countDocuments()) < 2);
    await settle();
    expect(await idsIn('audit')).toEqual([young]);
  });
});
