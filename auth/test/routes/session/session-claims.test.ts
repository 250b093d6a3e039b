import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, sidOf, signInDevice, signUpDevice } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { PASSWORD } from '../../support/people';
import { claimsOf } from '../../support/tokens';

describe('the claims of an access token', () => {
  let auth: TestAuth;
  const now = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('tell when and how its user was authenticated, from the sign-in on and through every refresh', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    clock.pass(MINUTE);
    const signedIn = await auth.request().post('/api/users/signin').send(owner).expect(200);
    const proven = { auth_time: now(), amr: ['pwd'], acr: 'aal1' };
    expect(claimsOf(signedIn)).toMatchObject(proven);
    clock.pass(20 * MINUTE);
    const refreshed = await refreshDevice(auth, deviceOf(signedIn)).expect(200);
    expect(claimsOf(refreshed)).toMatchObject({ ...proven, iat: now() });
    const repeated = await refreshDevice(auth, deviceOf(signedIn)).expect(200);
    expect(claimsOf(repeated)).toMatchObject(proven);
    const ended = await send(auth, 'delete', 'sessions', deviceOf(refreshed)).expect(200);
    expect(claimsOf(ended)).toMatchObject(proven);
  });

  it('tell the same after a change of the password, and that it was just given', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    await setSession(sidOf(device), { amr: ['email'] });
    clock.pass(5 * MINUTE);
    const body = { currentPassword: PASSWORD, newPassword: 'quite another password' };
    const changed = await send(auth, 'post', 'password', device).send(body).expect(200);
    expect(claimsOf(changed)).toMatchObject({ auth_time: now(), amr: ['email', 'pwd'], acr: 'aal1' });
    expect(sidOf(deviceOf(changed))).not.toBe(sidOf(device));
  });

  it('tell after a change of the password when all of aal2 was proven, of which the password is a part', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    await setSession(sidOf(device), { amr: ['hwk', 'mfa'], acr: 'aal2' });
    const proven = now();
    clock.pass(5 * MINUTE);
    const body = { currentPassword: PASSWORD, newPassword: 'quite another password' };
    const changed = await send(auth, 'post', 'password', device).send(body).expect(200);
    const told = { auth_time: proven, amr: ['hwk', 'mfa', 'pwd'], acr: 'aal2' };
    expect(claimsOf(changed)).toMatchObject(told);
  });

  it('tell nothing of it for a session that an older release has begun', async () => {
    const device = await signUpDevice(auth);
    await auth.connection
      .collection<{ _id: string }>('sessions')
      .updateOne({ _id: sidOf(device) }, { $unset: { authTime: '', amr: '', acr: '' } });
    const claims = claimsOf(await refreshDevice(auth, device).expect(200));
    expect(claims).not.toHaveProperty('auth_time');
    expect(claims).not.toHaveProperty('amr');
    expect(claims).not.toHaveProperty('acr');
  });

  it('tell whether the email is verified, as answers do', async () => {
    const owner = await signUpDevice(auth);
    const before = await refreshDevice(auth, owner).expect(200);
    expect(claimsOf(before).email_verified).toBe(false);
    expect(before.body).toMatchObject({ emailVerified: false });
    await changeUser(auth, owner.email, { emailVerifiedAt: new Date() });
    const after = await refreshDevice(auth, deviceOf(before)).expect(200);
    expect(claimsOf(after).email_verified).toBe(true);
    expect(after.body).toMatchObject({ emailVerified: true });
    const user = await send(auth, 'get', 'currentuser', await signInDevice(auth, owner)).expect(200);
    expect(user.body).toMatchObject({ currentUser: { id: owner.id, emailVerified: true } });
  });

  async function setSession(_id: string, set: object): Promise<void> {
    await auth.connection.collection<{ _id: string }>('sessions').updateOne({ _id }, { $set: set });
  }
});
