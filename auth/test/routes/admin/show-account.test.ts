import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsForAdminsOnly } from '../../support/admin-only';
import { putBan, signUpAdmin, withRoles } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signUpDevice, type Device, type Owner } from '../../support/devices';
import { newEmail } from '../../support/people';
import { expectProblem } from '../../support/problems';

describe('GET /api/users/:id', () => {
  let auth: TestAuth;
  let admin: Owner;
  const show = (id: string, device: Partial<Device> = admin) => send(auth, 'get', id, device);

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  itIsForAdminsOnly(
    () => auth,
    (device) => show(admin.id, device),
  );

  it('shows an account, and none of its secrets', async () => {
    const before = Date.now();
    const { id, email } = await withRoles(auth, await signUpDevice(auth), 'tickets:purchase');
    const { body } = (await show(id).expect(200)) as { body: { createdAt: string } };
    expect(body).toEqual({
      id,
      email,
      roles: ['tickets:purchase'],
      emailVerified: false,
      createdAt: expect.any(String),
    });
    const createdAt = Date.parse(body.createdAt);
    expect(createdAt).toBeGreaterThanOrEqual(before);
    expect(createdAt).toBeLessThanOrEqual(Date.now());
  });

  it('shows an account with a ban', async () => {
    const { id } = await signUpDevice(auth);
    await putBan(auth, admin, id, { reason: 'spam' }).expect(200);
    expect((await show(id).expect(200)).body).toMatchObject({ ban: { reason: 'spam' } });
  });

  it('shows the admin who asks', async () => {
    expect((await show(admin.id).expect(200)).body).toMatchObject({ id: admin.id, roles: ['admin'] });
  });

  it('knows by its id when an account was made that an older service does not say of', async () => {
    const email = newEmail();
    const { insertedId } = await auth.connection
      .collection('users')
      .insertOne({ email, password: 'any', __v: 0 });
    expect((await show(String(insertedId)).expect(200)).body).toEqual({
      id: String(insertedId),
      email,
      roles: [],
      emailVerified: false,
      createdAt: insertedId.getTimestamp().toISOString(),
    });
  });

  it.each([
    'a'.repeat(24),
    'A'.repeat(24),
    '0',
    'nobody',
    '0123456789ab',
    'deleted:x',
    '%00',
    '%7B%22$ne%22:null%7D',
    '[object Object]',
    'a'.repeat(100),
  ])('answers 404 to the id %s', async (id) => {
    expectProblem(await show(id), 404, 'not_found');
  });

  it('answers 404 to the id of a deleted account', async () => {
    const person = await signUpDevice(auth);
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expectProblem(await show(person.id), 404, 'not_found');
  });

  it('is told apart from the other paths', async () => {
    expect((await show('currentuser').expect(200)).body).toHaveProperty('currentUser');
    expect((await show('audit').expect(200)).body).toHaveProperty('entries');
  });
});
