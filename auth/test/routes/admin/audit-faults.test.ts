import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { collectLogs } from '../../support/logs';
import { expectProblem } from '../../support/problems';

describe('the audit trail, when MongoDB fails just then,', () => {
  const logs = collectLogs();
  let auth: TestAuth;
  let admin: Owner;
  const trailOf = (user: string) => auth.services.audit.list({ user, limit: 10 });
  const failing = (method: 'insert' | 'conclude') =>
    jest.spyOn(auth.services.stores.audit, method).mockRejectedValueOnce(new Error('no answer'));

  beforeAll(async () => {
    auth = await startAuth({}, logs.stream);
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  it('lets no change happen without a trail', async () => {
    const person = await signUpDevice(auth);
    failing('insert');
    expectProblem(await putBan(auth, admin, person.id), 500, 'internal_error');
    expect(await userDocument(auth, person.email)).not.toHaveProperty('ban');
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('answers what the change came to when only its outcome is lost, and says so in the log', async () => {
    const person = await signUpDevice(auth);
    failing('conclude');
    logs.lines.length = 0;
    await putBan(auth, admin, person.id).expect(200);
    expect(logs.lines).toContainEqual(
      expect.objectContaining({
        level: 40,
        msg: 'a change was made, but its outcome is missing in the audit trail',
      }),
    );
    expect(await trailOf(person.id)).toEqual([
      expect.objectContaining({ action: 'ban', outcome: 'started' }),
    ]);
  });

  it('leaves open what it cannot know', async () => {
    const person = await signUpDevice(auth);
    jest.spyOn(auth.services.stores.accounts, 'change').mockRejectedValueOnce(new Error('no answer'));
    expectProblem(await putBan(auth, admin, person.id), 500, 'internal_error');
    expect(await trailOf(person.id)).toEqual([
      expect.objectContaining({ action: 'ban', outcome: 'started' }),
    ]);
  });
});
