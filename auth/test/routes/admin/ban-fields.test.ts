import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { expectInvalid } from '../../support/problems';

describe('what PUT /api/users/:id/ban takes', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  it('takes a reason of 500 characters, however they are stored', async () => {
    const { id } = await signUpDevice(auth);
    for (const reason of ['x'.repeat(500), '😀'.repeat(500), '', '\0', '$set', '<b>'])
      expect((await putBan(auth, admin, id, { reason }).expect(200)).body).toMatchObject({ ban: { reason } });
  });

  it.each<[string, object, string[]]>([
    ['a reason of 501 characters', { reason: 'x'.repeat(501) }, ['reason']],
    ['half a character', { reason: 'x\ud83d' }, ['reason']],
    ['an operator as a reason', { reason: { $gt: '' } }, ['reason']],
    ['a list as a reason', { reason: ['spam'] }, ['reason']],
    ['a number as a reason', { reason: 7 }, ['reason']],
    ['null as a reason', { reason: null }, ['reason']],
    ['an end that is past', { until: '2020-01-01T00:00:00Z' }, ['until']],
    ['an end that is a date', { until: '2999-01-01' }, ['until']],
    ['an end in nobody knows which zone', { until: '2999-01-01T00:00:00' }, ['until']],
    ['an end on a day that is none', { until: '2999-02-30T00:00:00Z' }, ['until']],
    ['an end at no hour', { until: '2999-02-01T25:00:00Z' }, ['until']],
    ['an end in words', { until: 'tomorrow' }, ['until']],
    ['an empty end', { until: '' }, ['until']],
    ['an end with an offset alone', { until: '2999-01-01Z' }, ['until']],
    ['an end of 65 characters', { until: `2999-01-01T00:00:00.${'0'.repeat(44)}Z` }, ['until']],
    ['16,000 T', { until: 'T'.repeat(16_000) }, ['until']],
    ['an end as a number', { until: 32503680000000 }, ['until']],
    ['an operator as an end', { until: { $gt: '' } }, ['until']],
    ['a list as an end', { until: ['2999-01-01T00:00:00Z'] }, ['until']],
    ['null as an end', { until: null }, ['until']],
    ['neither', { reason: {}, until: {} }, ['reason', 'until']],
  ])('refuses %s', async (_what, body, fields) => {
    const person = await signUpDevice(auth);
    expectInvalid(await putBan(auth, admin, person.id, body), ...fields);
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('takes an end in any zone', async () => {
    const { id } = await signUpDevice(auth);
    const response = await putBan(auth, admin, id, { until: '2999-01-01T01:30:00.5+01:30' }).expect(200);
    expect(response.body).toMatchObject({ ban: { until: '2999-01-01T00:00:00.500Z' } });
  });

  it('ignores fields that it does not know', async () => {
    const { id, email } = await signUpDevice(auth);
    await putBan(auth, admin, id, { roles: ['admin'], $set: { roles: ['admin'] }, gen: 99 }).expect(200);
    expect(await userDocument(auth, email)).toMatchObject({ roles: [], gen: 1, ban: {} });
  });
});
