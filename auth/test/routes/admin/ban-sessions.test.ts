import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deleteBan, putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue } from '../../support/cookies';
import {
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { holdNext } from '../../support/hold';
import { PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';

describe('a ban ends the sessions of before for good,', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  const banAndUnban = async ({ id }: Owner) => {
    await putBan(auth, admin, id).expect(200);
    await deleteBan(auth, admin, id).expect(200);
  };

  const expectDead = async (device: Device) =>
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');

  it('also after it is lifted: stolen cookies do not refresh, and the person signs in again', async () => {
    const person = await signUpDevice(auth);
    const stolen = await signInDevice(auth, person);
    await banAndUnban(person);
    await expectDead(stolen);
    await expectDead(person);
    const again = await signInDevice(auth, person);
    const list = await send(auth, 'get', 'sessions', again).expect(200);
    expect(list.body).toEqual({ sessions: [expect.objectContaining({ id: sidOf(again) })] });
    await refreshDevice(auth, again).expect(200);
  });

  describe('after a ban with an end has expired,', () => {
    const banForAMinute = async ({ id }: Owner) => {
      const clock = stopClock();
      const until = new Date(Date.now() + MINUTE).toISOString();
      await putBan(auth, admin, id, { until }).expect(200);
      clock.pass(MINUTE);
    };
    afterEach(restartClock);

    it('they stay ended', async () => {
      const person = await signUpDevice(auth);
      await banForAMinute(person);
      await expectDead(person);
      await refreshDevice(auth, await signInDevice(auth, person)).expect(200);
    });

    it('so does the one that outlived the end of all others', async () => {
      const person = await signUpDevice(auth);
      const kept = await send(auth, 'delete', 'sessions', person).expect(200);
      await banForAMinute(person);
      await expectDead({ ...person, session: cookieValue(kept, 'session')! });
    });
  });

  it('also the one that outlived the end of all others', async () => {
    const person = await signUpDevice(auth);
    const kept = await send(auth, 'delete', 'sessions', person).expect(200);
    await banAndUnban(person);
    await expectDead({ ...person, session: cookieValue(kept, 'session')! });
    expect(await userDocument(auth, person.email)).not.toHaveProperty('keepSid');
  });

  it('also one of a sign-in that had checked the password before', async () => {
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.sessions, 'insert');
    const signingIn = signInDevice(auth, person);
    await held.reached;
    await banAndUnban(person);
    held.letGo();
    await expectDead(await signingIn);
  });

  it('also one that ends all others just then', async () => {
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.accounts, 'keepOnlySession');
    const ending = send(auth, 'delete', 'sessions', person).then((response) => response);
    await held.reached;
    await banAndUnban(person);
    held.letGo();
    expectProblem(await ending, 401, 'token_revoked');
    await expectDead(person);
  });

  it('also one that changes the password just then, and the password stays', async () => {
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.accounts, 'changePassword');
    const body = { currentPassword: PASSWORD, newPassword: `${PASSWORD} of the thief` };
    const changing = send(auth, 'post', 'password', person)
      .send(body)
      .then((response) => response);
    await held.reached;
    await banAndUnban(person);
    held.letGo();
    expectProblem(await changing, 400, 'invalid_credentials');
    await expectDead(person);
    await signInDevice(auth, person);
  });

  it('which a refresh during the ban tells as the ban', async () => {
    const person = await signUpDevice(auth);
    await putBan(auth, admin, person.id).expect(200);
    expectProblem(await refreshDevice(auth, person), 403, 'banned');
  });
});

describe('a ban that an older release made, which ended no session,', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  it('ends them when it is lifted', async () => {
    const person = await signUpDevice(auth);
    await changeUser(auth, person.email, { ban: {}, gen: 1 });
    await deleteBan(auth, admin, person.id).expect(200);
    expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
  });

  it('ends them when the ban is made again', async () => {
    const person = await signUpDevice(auth);
    const until = new Date(Date.now() + DAY);
    await changeUser(auth, person.email, { ban: { until }, gen: 1 });
    await putBan(auth, admin, person.id, { until: until.toISOString() }).expect(200);
    const clock = stopClock();
    try {
      clock.pass(DAY);
      expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
    } finally {
      restartClock();
    }
  });

  it('costs no session that was opened after its end', async () => {
    const person = await signUpDevice(auth);
    await changeUser(auth, person.email, { ban: { until: new Date(Date.now() - 1) }, gen: 1 });
    const after = await signInDevice(auth, person);
    await deleteBan(auth, admin, person.id).expect(200);
    await send(auth, 'get', 'sessions', after).expect(200);
    const refreshed = deviceOf(await refreshDevice(auth, after).expect(200));
    await send(auth, 'get', 'sessions', refreshed).expect(200);
    expect(await userDocument(auth, person.email)).not.toHaveProperty('ban');
  });
});
