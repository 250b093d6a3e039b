import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { changeAccount } from '../../../src/accounts/change-account';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { cookiesOf, refreshDevice, send, signUpDevice, type Device, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { collectLogs } from '../../support/logs';
import { PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';

describe('DELETE /api/users/me, with something else at once or in between,', () => {
  const logs = collectLogs();
  let auth: TestAuth;
  const deleteMe = (device: Partial<Device>, password: unknown = PASSWORD) =>
    send(auth, 'delete', 'me', device).send({ password });
  const tombstone = ({ id }: Owner) => userDocument(auth, `deleted:${id}`);
  const sessionsOf = ({ id }: Owner) => auth.connection.collection('sessions').countDocuments({ userId: id });

  beforeAll(async () => {
    auth = await startAuth({}, logs.stream);
  });
  afterAll(() => auth.stop());

  it('is for good: a write that comes late finds no account', async () => {
    const { accounts, stores } = auth.services;
    const person = await signUpDevice(auth);
    const read = (await accounts.find(person.id))!;
    await deleteMe(person).expect(200);
    const before = await tombstone(person);
    expect(
      await Promise.all([
        accounts.find(person.id),
        stores.accounts.findByEmail(`deleted:${person.id}`),
        accounts.endOtherSessions({ ...read, sessionGen: 1 }, 'some sid', []),
        stores.accounts.endSessions(person.id),
        changeAccount(stores.accounts, read, { kind: 'set_claims', claims: { tenant: 'acme' } }),
        accounts.delete(read, []),
        changeAccount(stores.accounts, read, { kind: 'ban', ban: {} }),
        stores.accounts.unban(person.id),
        changeAccount(stores.accounts, read, { kind: 'set_roles', roles: ['admin'] }),
        stores.accounts.change({ ...read, gen: 1 }, { kind: 'ban', ban: {} }),
        stores.accounts.changePassword({ ...read, password: '', sessionGen: 1 }, 'any'),
      ]),
    ).toEqual(Array.from({ length: 11 }, () => undefined));
    expect(await tombstone(person)).toEqual(before);
  });

  it('happens once when it is asked twenty times at once', async () => {
    const person = await signUpDevice(auth);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => deleteMe(person).set('X-Forwarded-For', `203.0.113.${n}`)),
    );
    const statuses = answers.map(({ status }) => status);
    // A caller that comes late has no account any more, or no thread of the hash queue.
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => ![200, 401, 503].includes(status))).toEqual([]);
    expect(await tombstone(person)).toMatchObject({ gen: 1, sessionGen: 1 });
  });

  it('does not happen with a password that was changed meanwhile', async () => {
    const { accounts, stores } = auth.services;
    const person = await signUpDevice(auth);
    const read = (await accounts.find(person.id))!;
    await stores.accounts.changePassword(read, 'another hash');
    await expect(accounts.delete(read, [])).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(await userDocument(auth, person.email)).not.toBeNull();
  });

  it('is a success when only the sessions could not be removed: the sweeper will', async () => {
    const person = await signUpDevice(auth);
    const { sessions } = auth.services.stores;
    const failing = jest.spyOn(sessions, 'removeAll').mockRejectedValueOnce(new Error('no answer'));
    logs.lines.length = 0;
    await deleteMe(person).expect(200);
    failing.mockRestore();
    expect(logs.lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: 'sessions of a deleted account are left to the sweeper' }),
    );
    expect(await sessionsOf(person)).toBe(1);
    expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
  });

  it('kills a session that a sign-in opens just then', async () => {
    const person = await signUpDevice(auth);
    const read = (await auth.services.accounts.find(person.id))!;
    await deleteMe(person).expect(200);
    const { session, refreshToken } = await auth.services.sessions.start(
      read.id,
      read,
      { userAgent: '', ip: '' },
      { amr: ['pwd'], acr: 'aal1' },
    );
    const jwt = auth.services.issueAccessToken(read, session);
    const late = { session: Buffer.from(JSON.stringify({ jwt })).toString('base64'), refresh: refreshToken };
    expectProblem(await send(auth, 'get', 'sessions', late), 401, 'token_revoked');
    expectProblem(
      await auth.request().post('/api/users/refresh').set('Cookie', cookiesOf(late)),
      401,
      'session_revoked',
    );
  });
});
