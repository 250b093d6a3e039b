import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsOf } from '../../support/activity';
import { runAdmin } from '../../support/admin-command';
import { itIsForAdminsOnly } from '../../support/admin-only';
import { putBan, putClaims, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, sidOf, signUpDevice, type Device, type Owner } from '../../support/devices';
import { expectInvalid, expectProblem } from '../../support/problems';

describe('GET /api/users/:id/events', () => {
  let auth: TestAuth;
  let admin: Owner;
  const get = (id: string, device: Partial<Device> = admin, query = '') =>
    send(auth, 'get', `${id}/events${query}`, device);

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  itIsForAdminsOnly(
    () => auth,
    (device) => get(admin.id, device),
  );

  it('tells what happened, who did it and from where, the newest first', async () => {
    const person = await signUpDevice(auth);
    await putClaims(auth, admin, person.id, { risk: 'high' }).expect(200);
    await putBan(auth, admin, person.id, { reason: 'spam' })
      .set('X-Forwarded-For', '203.0.113.7')
      .expect(200);
    const { events, ...rest } = await eventsOf(auth, admin, person.id);
    expect(rest).toEqual({});
    const id = expect.any(String);
    const same = { id, at: id, account: person.id };
    const byAdmin = { ...same, actor: admin.id };
    const own = { ...same, client: { ip: '127.0.0.1', userAgent: id } };
    expect(events).toEqual([
      { ...byAdmin, type: 'banned', from: '203.0.113.7', details: { reason: 'spam' } },
      { ...byAdmin, type: 'claims_changed', from: '127.0.0.1', details: { claims: { risk: 'high' } } },
      { ...own, type: 'signed_in', sid: sidOf(person), details: { newDevice: false, amr: ['pwd'] } },
      { ...own, type: 'account_created', details: {} },
    ]);
  });

  it('tells what the command line did, and on which host', async () => {
    const person = await signUpDevice(auth);
    expect(await runAdmin(auth, ['grant', 'editor', person.email])).toMatchObject({ code: 0 });
    const { events } = await eventsOf(auth, admin, person.id, '?limit=1');
    expect(events).toMatchObject([
      { type: 'roles_changed', actor: 'command line', from: expect.any(String) },
    ]);
  });

  it('gives pages, each of which begins where the one before ended', async () => {
    const person = await signUpDevice(auth);
    for (let n = 0; n < 3; n++) await putClaims(auth, admin, person.id, { n }).expect(200);
    const all = await eventsOf(auth, admin, person.id);
    const first = await eventsOf(auth, admin, person.id, '?limit=3');
    const second = await eventsOf(auth, admin, person.id, `?limit=3&after=${first.next!}`);
    expect([...first.events, ...second.events]).toEqual(all.events);
    expect([first.events.length, second.events.length]).toEqual([3, 2]);
    expect(second).not.toHaveProperty('next');
  });

  it.each(['a'.repeat(24), 'nobody', 'audit', '0', 'A'.repeat(24)])(
    'answers 404 to the id %s',
    async (id) => {
      expectProblem(await get(id), 404, 'not_found');
    },
  );

  it('answers 404 to the id of a deleted account', async () => {
    const person = await signUpDevice(auth);
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expectProblem(await get(person.id), 404, 'not_found');
  });

  it.each<[string, string]>([
    ['after=x', 'after'],
    ['limit=101', 'limit'],
  ])('refuses ?%s', async (query, field) => {
    expectInvalid(await get(admin.id, admin, `?${query}`), field);
  });
});
