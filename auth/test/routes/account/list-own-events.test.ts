import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEvent, type AccountEvent, type EventType } from '../../../src/events/account-event';
import { ownEvents } from '../../support/activity';
import { runAdmin } from '../../support/admin-command';
import { deleteBan, putBan, putClaims, putRoles, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import {
  bearerOf,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { changeUser } from '../../support/documents';
import { expectInvalid, expectProblem } from '../../support/problems';

describe('GET /api/users/me/events', () => {
  let auth: TestAuth;
  let admin: Owner;
  const get = (device: Partial<Device>, query = '') => send(auth, 'get', `me/events${query}`, device);

  /** What a person reads of the types, the newest first. */
  async function typesOf(device: Device): Promise<string[]> {
    return (await ownEvents(auth, device)).events.map(({ type }) => type);
  }

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

  it('begins with the sign-up and its sign-in, and where they came from', async () => {
    const before = Date.now();
    await auth
      .request()
      .post('/api/users/signup')
      .set('User-Agent', 'lynx/2.9')
      .set('X-Forwarded-For', '203.0.113.9')
      .send({ email: 'ada@example.com', password: 'correct horse battery staple' })
      .expect(201);
    const device = await signInDevice(auth, {
      email: 'ada@example.com',
      password: 'correct horse battery staple',
    });
    const { events, ...rest } = await ownEvents(auth, device);
    expect(rest).toEqual({});
    const id = expect.stringMatching(/^[0-9a-f]{24}$/);
    const same = { id, at: expect.any(String), byAdmin: false };
    const client = { ip: '203.0.113.9', userAgent: 'lynx/2.9' };
    expect(events.slice(1)).toEqual([
      {
        ...same,
        type: 'signed_in',
        client,
        sid: expect.any(String),
        details: { newDevice: false, amr: ['pwd'] },
      },
      { ...same, type: 'account_created', client, details: {} },
    ]);
    expect(events[0]).toMatchObject({ type: 'signed_in', sid: sidOf(device), details: { newDevice: true } });
    for (const { at } of events) expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
  });

  it('shows nothing of other accounts', async () => {
    const [one, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    await signInDevice(auth, other);
    const [mine, theirs] = [await ownEvents(auth, one), await ownEvents(auth, other)];
    expect([mine.events.length, theirs.events.length]).toEqual([2, 3]);
    const ids = mine.events.map(({ id }) => id);
    expect(theirs.events.filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  it('tells which session was ended, and why', async () => {
    const device = await signUpDevice(auth);
    const others = [await signInDevice(auth, device), await signInDevice(auth, device)];
    await send(auth, 'delete', `sessions/${sidOf(others[0]!)}`, device).expect(200);
    await send(auth, 'post', 'signout', others[1]!).expect(200);
    const { events } = await ownEvents(auth, device);
    expect(events.slice(0, 2).map(({ type, sid, details }) => ({ type, sid, details }))).toEqual([
      { type: 'signed_out', sid: sidOf(others[1]!), details: {} },
      { type: 'session_ended', sid: sidOf(others[0]!), details: { reason: 'ended_by_user' } },
    ]);
  });

  it('tells of a copied refresh token, and who used it', async () => {
    const device = await signUpDevice(auth);
    const elsewhere = await signInDevice(auth, device);
    await send(auth, 'post', 'refresh', elsewhere).expect(200);
    await send(auth, 'post', 'refresh', elsewhere).set('User-Agent', 'thief/1.0').expect(401);
    const { events } = await ownEvents(auth, device);
    expect(events[0]).toMatchObject({
      type: 'token_reused',
      sid: sidOf(elsewhere),
      client: { userAgent: 'thief/1.0' },
    });
  });

  it('tells what admins did, and neither who, nor from where, nor why', async () => {
    const person = await signUpDevice(auth);
    await putRoles(auth, admin, person.id, ['editor']).expect(200);
    await putClaims(auth, admin, person.id, { risk: 'high' }).expect(200);
    await putBan(auth, admin, person.id, { reason: 'spam' }).expect(200);
    await deleteBan(auth, admin, person.id).expect(200);
    const { events } = await ownEvents(auth, await signInDevice(auth, person));
    const id = expect.any(String);
    const same = { id, at: id, byAdmin: true };
    expect(events.slice(1, 5)).toEqual([
      { ...same, type: 'unbanned', details: {} },
      { ...same, type: 'banned', details: {} },
      { ...same, type: 'claims_changed', details: {} },
      { ...same, type: 'roles_changed', details: { roles: ['editor'], granted: ['editor'] } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`${admin.id}|spam|risk`));
  });

  it('tells what the command line did as what admins did', async () => {
    const person = await signUpDevice(auth);
    expect(await runAdmin(auth, ['grant', 'editor', person.email])).toMatchObject({ code: 0 });
    const { events } = await ownEvents(auth, await signInDevice(auth, person));
    expect(events[1]).toEqual({
      id: expect.any(String),
      type: 'roles_changed',
      at: expect.any(String),
      byAdmin: true,
      details: { granted: ['editor'] },
    });
  });

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

  it('leaves nothing of a person whose account is deleted', async () => {
    const person = await signUpDevice(auth);
    await typesOf(person);
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expectProblem(await get(person), 401, 'token_revoked');
    await auth.services.relay.drain();
    const left = await auth.connection
      .collection<Pick<AccountEvent, 'account' | 'type' | 'details'>>('events')
      .find({ account: person.id })
      .toArray();
    expect(left.map(({ type, details }) => [type, details]).toSorted()).toEqual([
      ['account_created', {}],
      ['account_deleted', {}],
      ['signed_in', {}],
    ]);
    expect(left.filter((event) => 'client' in event)).toEqual([]);
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
