import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newEvent } from '../../../src/events/account-event';
import { createStores } from '../../../src/stores';
import { runAdmin } from '../../support/admin-command';
import { onlyAdmins, putBan, putRoles, signUpAdmin, withRoles } from '../../support/admins';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import { cuttingHop } from '../../support/cutting-hop';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { endSpawned } from '../../support/spawn-auth';

const away = new Error('no answer');

describe('the audit trail, when MongoDB fails just then,', () => {
  let auth: TestAuth;
  let other: TestAuth;
  let admin: Owner;
  const trailOf = (user: string) => auth.services.audit.list({ user, limit: 10 });
  const allOf = async (user: string) =>
    (await auth.services.audit.list({ limit: 100 })).filter(({ target }) => target === user);

  beforeAll(async () => {
    const MONGO_URI = databaseUri(`test-${randomUUID()}`);
    auth = await startAuth({ MONGO_URI });
    other = await startAuth({ MONGO_URI });
    admin = await signUpAdmin(auth);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    endSpawned();
  });
  afterAll(async () => {
    await other.stop();
    await auth.stop();
  });

  it('has nothing of a change that did not happen', async () => {
    const person = await signUpDevice(auth);
    jest.spyOn(auth.services.stores.accounts, 'change').mockRejectedValueOnce(away);
    expectProblem(await putBan(auth, admin, person.id), 500, 'internal_error');
    expect(await userDocument(auth, person.email)).not.toHaveProperty('ban');
    expect(await trailOf(person.id)).toEqual([]);
  });

  it('has a change whose answer was lost', async () => {
    const { id, email } = await signUpDevice(auth);
    const hop = await cuttingHop(auth.config.MONGO_URI, 'findAndModify', 'users');
    expect(await runAdmin(auth, ['ban', email], { MONGO_URI: hop.uri })).toMatchObject({ code: 1 });
    await hop.stop();
    expect(await userDocument(auth, email)).toHaveProperty('ban');
    expect(await trailOf(id)).toMatchObject([{ actor: 'command line', action: 'ban', outcome: 'done' }]);
  });

  it('answers a refusal only when it is in the log', async () => {
    const last = await signUpAdmin(auth);
    await onlyAdmins(auth, last);
    jest.spyOn(auth.services.stores.events, 'insert').mockRejectedValueOnce(away);
    expectProblem(await putBan(auth, last, last.id), 500, 'internal_error');
    expectProblem(await putBan(auth, last, last.id), 409, 'last_admin');
    expect(await trailOf(last.id)).toMatchObject([{ action: 'ban', outcome: 'refused' }]);
    admin = await withRoles(auth, admin, 'admin');
  });

  it('opens no invitation that is not in the log', async () => {
    jest.spyOn(auth.services.stores.events, 'insert').mockRejectedValueOnce(away);
    const invited = await send(auth, 'post', 'invitations', admin).send({ email: 'new@example.com' });
    expectProblem(invited, 500, 'internal_error');
    expect(await auth.connection.collection('invitations').countDocuments()).toBe(0);
  });

  it('is not answered without what is still on its way', async () => {
    const { id } = await signUpDevice(auth);
    await putRoles(auth, admin, id, ['one']).expect(200);
    jest.spyOn(auth.services.relay, 'relayLeft').mockRejectedValueOnce(away);
    expectProblem(await send(auth, 'get', 'audit', admin), 500, 'internal_error');
    expect(await trailOf(id)).toHaveLength(1);
  });

  it('is 503 while more events are on their way than one request moves', async () => {
    const users = auth.connection.collection('users');
    const waiting = (n: number) => ({ email: `waiting-${n}`, outboxAt: new Date() });
    await users.insertMany(Array.from({ length: 2501 }, (_, n) => waiting(n)));
    const busy = await send(auth, 'get', 'audit', admin);
    expectProblem(busy, 503, 'unavailable');
    expect(busy.headers['retry-after']).toBe('1');
    await send(auth, 'get', 'audit', admin).expect(200);
    expect(await users.countDocuments({ outboxAt: { $ne: null } })).toBe(0);
    await users.deleteMany({ email: /^waiting-/ });
  });

  describe('in another process,', () => {
    it('has what another replica has just done', async () => {
      const people = await Promise.all(Array.from({ length: 5 }, () => signUpDevice(auth)));
      for (const { id } of people) {
        await putBan(other, admin, id, { reason: 'spam' }).expect(200);
        expect(await trailOf(id)).toMatchObject([{ actor: admin.id, action: 'ban' }]);
      }
    });

    it('has what a replica did that was killed before it moved the event', async () => {
      const { id } = await signUpDevice(auth);
      const killed = createStores(auth.connection, { record: () => undefined }, () => undefined);
      const event = newEvent('banned', id, { actor: admin.id, from: '203.0.113.7' }, { reason: 'spam' });
      const account = (await killed.accounts.findById(id))!;
      await killed.accounts.change(account, { kind: 'ban', ban: { reason: 'spam' } }, [{ event }]);
      const entry = { actor: admin.id, action: 'ban', from: '203.0.113.7', outcome: 'done' };
      expect(await trailOf(id)).toMatchObject([entry]);
      expect(await allOf(id)).toMatchObject([entry]);
    });

    it('has each act once, whichever replicas are asked at the same moment', async () => {
      const { id } = await signUpDevice(auth);
      for (let n = 0; n < 3; n++) await putRoles(other, admin, id, [`role-${n}`]).expect(200);
      const lists = await Promise.all(
        [auth, other, auth, other].map(({ services }) => services.audit.list({ user: id, limit: 10 })),
      );
      for (const list of lists) expect(list).toHaveLength(3);
    });
  });
});
