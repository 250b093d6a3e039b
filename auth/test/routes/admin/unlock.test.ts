import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { runAdmin } from '../../support/admin-command';
import { itIsAnAdminAct } from '../../support/admin-only';
import { signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signUpDevice, type Device, type Owner } from '../../support/devices';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';
import { endSpawned } from '../../support/spawn-auth';

describe('POST /api/users/:id/unlock', () => {
  let auth: TestAuth;
  let admin: Owner;
  const unlock = (device: Partial<Device>, id: string) => send(auth, 'post', `${id}/unlock`, device);
  const signIn = (address: string, email: string, password: string): PromiseLike<Response> =>
    auth.request().post('/api/users/signin').set('X-Forwarded-For', address).send({ email, password });

  /** Wrong passwords from two addresses, until neither they nor others get any further. */
  async function lock(email: string): Promise<void> {
    for (let n = 0; n < 6; n++) await signIn(`203.0.113.${n % 2}`, email, 'wrong');
    expectTooMany(await signIn('203.0.113.0', email, PASSWORD));
    expectTooMany(await signIn('203.0.113.9', email, PASSWORD));
  }

  beforeAll(async () => {
    auth = await startAuth({
      FAILURES_PER_ACCOUNT: '6/24h',
      FAILURES_PER_ACCOUNT_AND_ADDRESS: '3/6h',
      FAILURES_PER_ADDRESS: '1000/1h',
    });
    admin = await signUpAdmin(auth);
  });
  afterAll(async () => {
    endSpawned();
    await auth.stop();
  });

  itIsAnAdminAct(
    () => auth,
    async (device) => unlock(device, (await signUpDevice(auth)).id),
  );

  it('lets a person sign in from everywhere, and nobody else', async () => {
    const [person, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    await lock(person.email);
    await lock(other.email);
    const response = await unlock(admin, person.id).expect(200);
    expect(response.body).toMatchObject({ id: person.id, email: person.email });
    for (const address of ['203.0.113.0', '203.0.113.1', '203.0.113.9'])
      expect((await signIn(address, person.email, PASSWORD)).status).toBe(200);
    expectTooMany(await signIn('203.0.113.0', other.email, PASSWORD));
    expectTooMany(await signIn('203.0.113.9', other.email, PASSWORD));
  });

  it('leaves an entry in the audit trail, and sessions as they are', async () => {
    const person = await signUpDevice(auth);
    await unlock(admin, person.id).expect(200);
    const trail = await send(auth, 'get', `audit?user=${person.id}`, admin).expect(200);
    expect(trail.body).toMatchObject({
      entries: [{ actor: admin.id, action: 'unlock', target: person.id, details: {}, outcome: 'done' }],
    });
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('is 404 for an account that does not exist', async () => {
    expectProblem(await unlock(admin, 'a'.repeat(24)), 404, 'not_found');
    expectProblem(await unlock(admin, 'not-an-id'), 404, 'not_found');
  });

  it('is a command, too', async () => {
    const person = await signUpDevice(auth);
    await lock(person.email);
    expect(await runAdmin(auth, ['unlock', ` ${person.email.toUpperCase()} `])).toEqual({
      code: 0,
      stdout: `${person.email} can sign in on new devices again\n`,
      stderr: '',
    });
    expect((await signIn('203.0.113.9', person.email, PASSWORD)).status).toBe(200);
    const trail = await send(auth, 'get', `audit?user=${person.id}`, admin).expect(200);
    expect(trail.body).toMatchObject({
      entries: [{ actor: 'command line', action: 'unlock', outcome: 'done' }],
    });
    expect((await runAdmin(auth, ['unlock', newEmail()])).code).toBe(1);
    expect((await runAdmin(auth, ['unlock'])).stderr).toContain('Usage');
  });
});
