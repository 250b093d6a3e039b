import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { isCleared, setCookies } from '../../support/cookies';
import { refreshDevice, send, sidOf, signInDevice, signUpDevice, type Device } from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';

describe('DELETE /api/users/sessions/:id', () => {
  let auth: TestAuth;
  const end = (device: Partial<Device>, id: string) => send(auth, 'delete', `sessions/${id}`, device);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('signs another device out, and this one stays', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, here);
    const response = await end(here, sidOf(there)).expect(200);
    expect(response.body).toEqual({});
    expect(setCookies(response)).toEqual([]);
    expectProblem(await refreshDevice(auth, there), 401, 'session_revoked');
    expectProblem(await send(auth, 'get', 'sessions', there), 401, 'token_revoked');
    expect(await sessionDocument(auth, sidOf(there))).toMatchObject({ revokedBecause: 'ended_by_user' });
    await refreshDevice(auth, here).expect(200);
  });

  it('signs this device out, and then clears its cookies', async () => {
    const here = await signUpDevice(auth);
    const response = await end(here, sidOf(here)).expect(200);
    expect([isCleared(response, 'session'), isCleared(response, 'refresh')]).toEqual([true, true]);
    expectProblem(await refreshDevice(auth, here), 401, 'session_revoked');
  });

  it("answers somebody else's session as one that never was, and leaves it alone", async () => {
    const [here, stranger] = [await signUpDevice(auth), await signUpDevice(auth)];
    const foreign = await end(here, sidOf(stranger));
    const unknown = await end(here, 'A'.repeat(22));
    expectProblem(foreign, 404, 'not_found');
    expectProblem(unknown, 404, 'not_found');
    expect(foreign.text).toBe(unknown.text);
    await refreshDevice(auth, stranger).expect(200);
  });

  it.each(['%7B%22$gt%22:%22%22%7D', '[object Object]', 'null', '%00', 'A'.repeat(5000), '..%2f..'])(
    'answers 404 to the id %.40s',
    async (id) => {
      const here = await signUpDevice(auth);
      expectProblem(await end(here, id), 404, 'not_found');
      await refreshDevice(auth, here).expect(200);
    },
  );

  it('calls an id that is no text a bad request', async () => {
    expectProblem(await end(await signUpDevice(auth), '%E0%A4%A'), 400, 'bad_request');
  });

  it('needs somebody who is signed in, at this origin', async () => {
    const here = await signUpDevice(auth);
    expectProblem(await end({}, sidOf(here)), 401, 'token_missing');
    const crossSite = end(here, sidOf(here)).set('Sec-Fetch-Site', 'same-site');
    expectProblem(await crossSite, 403, 'cross_origin');
    await refreshDevice(auth, here).expect(200);
  });
});
