import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, SECOND, stopClock } from '../support/clock';
import {
  cookiesOf,
  deviceOf,
  pageCookiesOf,
  refreshDevice,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../support/devices';
import { sessionDocument } from '../support/documents';
import { expectProblem } from '../support/problems';

/** Makes the document of a session what the release before account proofs has written. */
async function asBefore<D extends Device>(auth: TestAuth, device: D): Promise<D> {
  const sessions = auth.connection.collection<{ _id: string }>('sessions');
  const { modifiedCount } = await sessions.updateOne({ _id: sidOf(device) }, { $unset: { accountHash: '' } });
  expect(modifiedCount).toBe(1);
  return device;
}

const ask = (auth: TestAuth, cookies: string) =>
  auth.request().get('/api/users/sessions').set('Cookie', cookies);

describe('a session of the release before account proofs, with account pages', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ ACCOUNT_PATH: '/account' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const hashOf = async (device: Device) => (await sessionDocument(auth, sidOf(device)))?.accountHash;

  it('is proven by the account cookie after one refresh, and then by nothing less', async () => {
    const clock = stopClock();
    const old = await asBefore(auth, await signUpDevice(auth));
    const page = pageCookiesOf({ session: old.session });
    clock.pass(MINUTE + SECOND);
    expectProblem(await ask(auth, page), 401, 'token_expired');
    const renewed = deviceOf(await refreshDevice(auth, old).expect(200));
    expect(await hashOf(old)).toEqual(expect.any(String));
    await ask(auth, pageCookiesOf(renewed)).expect(200);
    for (const { session } of [old, renewed])
      expectProblem(await ask(auth, pageCookiesOf({ session })), 401, 'token_expired');
  });

  it('is let in for a minute after a refresh by a replica of that release, which writes no account cookie', async () => {
    const clock = stopClock();
    const old = await asBefore(auth, await signUpDevice(auth));
    clock.pass(5 * MINUTE);
    const { session } = await asBefore(auth, deviceOf(await refreshDevice(auth, old).expect(200)));
    await ask(auth, pageCookiesOf({ session })).expect(200);
    clock.pass(MINUTE);
    await ask(auth, pageCookiesOf({ session })).expect(200);
    clock.pass(SECOND);
    expectProblem(await ask(auth, pageCookiesOf({ session })), 401, 'token_expired');
  });

  it('is not let in by a new token alone: when it was refreshed counts', async () => {
    const clock = stopClock();
    const old = await asBefore(auth, await signUpDevice(auth));
    clock.pass(5 * MINUTE);
    const { accounts, issueAccessToken } = auth.services;
    const jwt = issueAccessToken((await accounts.find(old.id))!, { id: sidOf(old) });
    expectProblem(await ask(auth, `session=${jwt}`), 401, 'token_expired');
  });

  it('gets its hash also where its refresh is repeated here after a replica of that release', async () => {
    const old = await asBefore(auth, await signUpDevice(auth));
    await asBefore(auth, deviceOf(await refreshDevice(auth, old).expect(200)));
    const repeated = deviceOf(await refreshDevice(auth, old).expect(200));
    expect(await hashOf(old)).toEqual(expect.any(String));
    await ask(auth, pageCookiesOf(repeated)).expect(200);
    expectProblem(await ask(auth, pageCookiesOf({ session: repeated.session })), 401, 'token_expired');
  });

  it('has the same account cookie whichever replica refreshed it before', async () => {
    const clock = stopClock();
    const first = await signUpDevice(auth);
    // The older release leaves a field that it does not know as it is.
    const second = deviceOf(await refreshDevice(auth, first).expect(200));
    const third = deviceOf(await refreshDevice(auth, await asBefore(auth, second)).expect(200));
    clock.pass(5 * MINUTE);
    expect([second.account, third.account]).toEqual([first.account, first.account]);
    await ask(auth, pageCookiesOf({ session: third.session, account: first.account! })).expect(200);
  });

  it('is no excuse for one that was begun or refreshed since', async () => {
    const device = await signUpDevice(auth);
    expectProblem(await ask(auth, pageCookiesOf({ session: device.session })), 401, 'token_expired');
    const old = await asBefore(auth, await signInDevice(auth, device));
    const { session } = deviceOf(await refreshDevice(auth, old).expect(200));
    expectProblem(await ask(auth, pageCookiesOf({ session })), 401, 'token_expired');
  });
});

it('a session of the release before is proven by its refresh cookie, and by nothing less where there are no account pages', async () => {
  const auth = await startAuth();
  try {
    const old = await asBefore(auth, await signUpDevice(auth));
    await ask(auth, cookiesOf(old)).expect(200);
    expectProblem(await ask(auth, pageCookiesOf({ session: old.session })), 401, 'token_expired');
    const renewed = deviceOf(await refreshDevice(auth, old).expect(200));
    await ask(auth, cookiesOf(renewed)).expect(200);
  } finally {
    await auth.stop();
  }
});
