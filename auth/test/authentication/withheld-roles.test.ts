import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signUpAdmin } from '../support/admins';
import { startAuth, type TestAuth } from '../support/auth-service';
import {
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signUpDevice,
  type Device,
  type Owner,
} from '../support/devices';
import { changeUser, userDocument } from '../support/documents';
import { expectProblem } from '../support/problems';
import { storeAal2, storeApp } from '../support/stored-factors';
import { claimsOf } from '../support/tokens';

const ROLES = ['admin', 'staff'];

describe('roles that need a second factor', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth({ MFA_ROLES: 'admin' });
    admin = await signUpAdmin(auth);
    await changeUser(auth, admin.email, { roles: ROLES });
  });
  afterAll(() => auth.stop());

  const signIn = () => auth.request().post('/api/users/signin').send(admin).expect(200);

  async function signInWithFactor(): Promise<Device> {
    const device = deviceOf(await signIn());
    await storeAal2(auth, sidOf(device));
    return deviceOf(await refreshDevice(auth, device).expect(200));
  }

  it('are left out of a token and of answers until one is proven, and the token says so', async () => {
    const response = await signIn();
    expect(claimsOf(response)).toMatchObject({ roles: ['staff'], roles_withheld: true, acr: 'aal1' });
    expect(response.body).toMatchObject({ roles: ['staff'], rolesWithheld: true });
    await storeAal2(auth, sidOf(deviceOf(response)));
    const refreshed = await refreshDevice(auth, deviceOf(response)).expect(200);
    expect(claimsOf(refreshed)).toMatchObject({ roles: ROLES, acr: 'aal2' });
    expect(claimsOf(refreshed)).not.toHaveProperty('roles_withheld');
    expect(refreshed.body).toMatchObject({ roles: ROLES });
    expect(refreshed.body).not.toHaveProperty('rolesWithheld');
  });

  it('are asked for with the challenge of a step-up', async () => {
    const response = await send(auth, 'get', admin.id, deviceOf(await signIn()));
    expectProblem(response, 401, 'insufficient_user_authentication');
    expect(response.headers['www-authenticate']).toContain('acr_values="aal2"');
    await send(auth, 'get', admin.id, await signInWithFactor()).expect(200);
  });

  it('are gone from a session at once when a factor is removed, whatever its token says', async () => {
    const device = await signInWithFactor();
    await changeUser(auth, admin.email, { factors: { version: 1, gen: 1 } });
    expectProblem(await send(auth, 'get', admin.id, device), 401, 'insufficient_user_authentication');
    const refreshed = await refreshDevice(auth, device).expect(200);
    const told = { roles: ['staff'], roles_withheld: true, acr: 'aal1', amr: ['pwd', 'otp'] };
    expect(claimsOf(refreshed)).toMatchObject(told);
    await changeUser(auth, admin.email, { factors: {} });
  });

  it('are not to be had by another factor that a thief of the password adds beside one', async () => {
    await storeApp(auth, admin);
    await changeUser(auth, admin.email, {
      factors: { ...(await userDocument(auth, admin.email))!.factors, isRequired: false },
    });
    const device = deviceOf(await signIn());
    const refused = await send(auth, 'post', 'factors/recovery-codes', device);
    expectProblem(refused, 401, 'insufficient_user_authentication');
    expect(refused.headers['www-authenticate']).toContain('acr_values="aal2"');
    await send(auth, 'post', 'factors/recovery-codes', await signInWithFactor()).expect(200);
    await changeUser(auth, admin.email, { factors: {} });
  });

  it('are told to admins as the account has them', async () => {
    const device = await signInWithFactor();
    const shown = await send(auth, 'get', admin.id, device).expect(200);
    expect(shown.body).toMatchObject({ roles: ROLES });
  });

  it('are told to be missing where an account has none of them', async () => {
    const other = await signUpDevice(auth);
    expectProblem(await send(auth, 'get', admin.id, other), 403, 'forbidden');
    expect(claimsOf(await refreshDevice(auth, other).expect(200))).not.toHaveProperty('roles_withheld');
  });
});
