import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountEvent } from '../../../src/events/account-event';
import { ownEvents } from '../../support/activity';
import { runAdmin } from '../../support/admin-command';
import { deleteBan, putBan, putClaims, putRoles, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, sidOf, signInDevice, signUpDevice } from '../../support/devices';
import { expectProblem } from '../../support/problems';

describe('GET /api/users/me/events', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth();
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
    const [admin, person] = [await signUpAdmin(auth), await signUpDevice(auth)];
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

  it('leaves nothing of a person whose account is deleted', async () => {
    const person = await signUpDevice(auth);
    await ownEvents(auth, person);
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expectProblem(await send(auth, 'get', 'me/events', person), 401, 'token_revoked');
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
});
