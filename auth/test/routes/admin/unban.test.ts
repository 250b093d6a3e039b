import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct } from '../../support/admin-only';
import { deleteBan, putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signInDevice, signUpDevice, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { newEmail } from '../../support/people';
import { expectProblem } from '../../support/problems';

describe('DELETE /api/users/:id/ban', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  itIsAnAdminAct(
    () => auth,
    async (device) => deleteBan(auth, device, (await signUpDevice(auth)).id),
  );

  it('lets a person sign in and work at once', async () => {
    const person = await signUpDevice(auth);
    await putBan(auth, admin, person.id, { reason: 'spam' }).expect(200);
    const response = await deleteBan(auth, admin, person.id).expect(200);
    expect(response.body).toEqual({
      id: person.id,
      email: person.email,
      roles: [],
      emailVerified: false,
      createdAt: expect.any(String),
    });
    const device = await signInDevice(auth, person);
    await send(auth, 'get', 'sessions', device).expect(200);
    expect((await send(auth, 'get', 'currentuser', device)).body).toMatchObject({
      currentUser: { id: person.id },
    });
  });

  it('does not bring the tokens back that the ban ended', async () => {
    const person = await signUpDevice(auth);
    await putBan(auth, admin, person.id).expect(200);
    await deleteBan(auth, admin, person.id).expect(200);
    expectProblem(await send(auth, 'get', 'sessions', person), 401, 'token_revoked');
  });

  it('changes nothing for somebody who is not banned', async () => {
    const person = await signUpDevice(auth);
    const before = await userDocument(auth, person.email);
    await deleteBan(auth, admin, person.id).expect(200);
    expect(await userDocument(auth, person.email)).toEqual(before);
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('answers 404 to the id of nobody', async () => {
    expectProblem(await deleteBan(auth, admin, 'a'.repeat(24)), 404, 'not_found');
    expectProblem(await deleteBan(auth, admin, newEmail()), 404, 'not_found');
  });
});
