import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEvent, type EventType } from '../../../src/events/account-event';
import { ownEvents } from '../../support/activity';
import { signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import { bearerOf, send, signUpDevice, type Device, type Owner } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { expectInvalid, expectProblem } from '../../support/problems';

describe('GET /api/users/me/events', () => {
  let auth: TestAuth;
  let admin: Owner;
  const get = (device: Partial<Device>, query = '') => send(auth, 'get', `me/events${query}`, device);

  /** Puts events into the log, the first one the oldest. */
  async function log(account: string, types: readonly EventType[]): Promise<void> {
    const at = Date.now() + HOUR;
    const events = types.map((type, n) => ({
      ...newEvent(type, account, {}),
      id: `${(at + n).toString(16).padStart(12, '0')}${'0'.repeat(12)}`,
    }));
    await auth.services.stores.events.insert(events);
  }

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  it('gives whole pages, also where events between are for admins alone', async () => {
    const device = await signUpDevice(auth);
    await log(device.id, [
      ...(['unlocked', 'invited', 'admin_act_refused', 'step_up', 'invitation_removed'] as const),
      ...(['invited', 'email_verified', 'invited'] as const),
    ]);
    const all = await ownEvents(auth, device);
    expect(all.events.map(({ type }) => type)).toEqual([
      ...['email_verified', 'step_up', 'unlocked', 'signed_in', 'account_created'],
    ]);
    const first = await ownEvents(auth, device, '?limit=2');
    const second = await ownEvents(auth, device, `?limit=2&after=${first.next!}`);
    const third = await ownEvents(auth, device, `?limit=2&after=${second.next!}`);
    expect([first, second, third].map(({ events }) => events.length)).toEqual([2, 2, 1]);
    expect([first, second, third].flatMap(({ events }) => events)).toEqual(all.events);
    expect(third).not.toHaveProperty('next');
  });

  it('works with a bearer token', async () => {
    const device = await signUpDevice(auth);
    await auth.request().get('/api/users/me/events').set(bearerOf(device)).expect(200);
  });

  it('asks nobody in', async () => {
    const clock = stopClock();
    try {
      const device = await signUpDevice(auth);
      expectProblem(await get({}), 401, 'token_missing');
      expectProblem(await get({ session: 'garbage' }), 401, 'token_invalid');
      expectProblem(await get({ refresh: device.refresh }), 401, 'token_missing');
      clock.pass(HOUR);
      expectProblem(await get(device), 401, 'token_expired');
    } finally {
      restartClock();
    }
  });

  it.each<[string, (device: Owner) => Promise<unknown>]>([
    ['banned', ({ email }) => changeUser(auth, email, { ban: {} })],
    ['of an older generation', ({ email }) => changeUser(auth, email, { gen: 1 })],
    ['signed out', (device) => send(auth, 'post', 'signout', device)],
    ['deleted', ({ email }) => auth.connection.collection('users').deleteOne({ email })],
  ])('counts a token as revoked at once when its owner is %s', async (_how, revoke) => {
    const device = await signUpDevice(auth);
    await revoke(device);
    expectProblem(await get(device), 401, 'token_revoked');
  });

  it.each<[string, string]>([
    ['after=x', 'after'],
    ['after=', 'after'],
    [`after=${'a'.repeat(24)}&after=${'b'.repeat(24)}`, 'after'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
  ])('refuses ?%s', async (query, field) => {
    expectInvalid(await get(admin, `?${query}`), field);
  });

  it.each(['after[$lt]=x', 'type=banned', 'account[$ne]=x'])('ignores ?%s', async (query) => {
    expect(await ownEvents(auth, admin, `?${query}`)).toEqual(await ownEvents(auth, admin));
  });
});
