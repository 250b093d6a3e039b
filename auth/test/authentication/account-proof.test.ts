import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { accountProofs, TEN_KB } from '../support/account-proofs';
import { startAuth, type TestAuth } from '../support/auth-service';
import { HOUR, MINUTE, restartClock, SECOND, stopClock } from '../support/clock';
import {
  bearerOf,
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
import { accessTokenIn } from '../support/tokens';

describe('what proves the session of an access token', () => {
  let auth: TestAuth;
  const { ask, isRefused } = accountProofs(() => auth);
  const isEnded = async (device: Device) => Boolean((await sessionDocument(auth, sidOf(device)))?.revokedAt);

  beforeAll(async () => {
    auth = await startAuth({ ACCOUNT_PATH: '/account', REFRESH_GRACE: '15s' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('is not the access token, and the answer says what is', async () => {
    const { session } = await signUpDevice(auth);
    const response = await ask(cookiesOf({ session }));
    expectProblem(response, 401, 'token_expired');
    expect(response.body).toHaveProperty('errors.0.message', expect.stringContaining('Refresh-Token'));
    expect(response.headers['www-authenticate']).toContain('not proven');
    await isRefused('', { Authorization: `Bearer ${accessTokenIn(session)}` });
  });

  it('counts only beside an access token that is good', async () => {
    const device = await signUpDevice(auth);
    expectProblem(await ask(`refresh=${device.refresh}; account=${device.account}`), 401, 'token_missing');
    expectProblem(await ask(cookiesOf({ ...device, session: 'garbage' })), 401, 'token_invalid');
    stopClock().pass(HOUR);
    expectProblem(await ask(cookiesOf(device)), 401, 'token_expired');
  });

  it('counts for no session that has ended', async () => {
    const device = await signUpDevice(auth);
    await auth.services.sessions.end(sidOf(device), 'ended_by_user');
    for (const cookies of [cookiesOf(device), pageCookiesOf(device)])
      expectProblem(await ask(cookies), 401, 'token_revoked');
  });

  describe('the refresh token', () => {
    it('in its cookie, also beside planted ones', async () => {
      const [device, other] = [await signUpDevice(auth), await signUpDevice(auth)];
      await ask(cookiesOf(device)).expect(200);
      const planted = `refresh=; refresh=garbage; refresh=${other.refresh}; session=${device.session}`;
      await ask(`${planted}; refresh=${device.refresh}`).expect(200);
      await isRefused(planted);
    });

    it('the previous one within the grace time, and not after it', async () => {
      const clock = stopClock();
      const first = await signUpDevice(auth);
      const second = deviceOf(await refreshDevice(auth, first).expect(200));
      clock.pass(15 * SECOND);
      await ask(cookiesOf(first)).expect(200);
      await ask(cookiesOf({ ...second, refresh: first.refresh })).expect(200);
      clock.pass(SECOND);
      await isRefused(cookiesOf(first));
      await isRefused(cookiesOf({ ...second, refresh: first.refresh }));
    });

    it('an older one does not, nor does it end the session: that is for a refresh to do', async () => {
      const clock = stopClock();
      const first = await signUpDevice(auth);
      const second = deviceOf(await refreshDevice(auth, first).expect(200));
      const third = deviceOf(await refreshDevice(auth, second).expect(200));
      clock.pass(MINUTE);
      for (const { refresh } of [first, second]) await isRefused(cookiesOf({ ...third, refresh }));
      expect(await isEnded(third)).toBe(false);
      await ask(cookiesOf(third)).expect(200);
      expectProblem(await refreshDevice(auth, { ...third, refresh: first.refresh }), 401, 'session_revoked');
      expect(await isEnded(third)).toBe(true);
    });

    it('the previous one not from another user agent, as at a refresh', async () => {
      const first = await signUpDevice(auth);
      await refreshDevice(auth, first).expect(200);
      await isRefused(cookiesOf(first), { 'User-Agent': 'another' });
      expect(await isEnded(first)).toBe(false);
      await ask(cookiesOf(first)).expect(200);
    });

    it.each<[string, (own: Device, other: Device) => string]>([
      ['of another account', (_own, other) => other.refresh],
      [
        'with another session’s secrets',
        (own, other) => [sidOf(own), ...other.refresh.split('.').slice(1)].join('.'),
      ],
      ['with another family', (own) => own.refresh.replace(/\.[^.]+\./, `.${'A'.repeat(22)}.`)],
      ['with another last part', (own) => own.refresh.replace(/[^.]+$/, 'A'.repeat(43))],
      ['cut off', (own) => own.refresh.slice(0, -1)],
      ['of 10 KB', (own) => own.refresh + TEN_KB],
      ['that is an account token', (own) => own.account!],
    ])('not one %s', async (_what, refreshOf) => {
      const [own, other] = [await signUpDevice(auth), await signUpDevice(auth)];
      const refresh = refreshOf(own, other);
      await isRefused(cookiesOf({ session: own.session, refresh }));
      await isRefused('', { ...bearerOf(own), 'Refresh-Token': refresh });
      expect([await isEnded(own), await isEnded(other)]).toEqual([false, false]);
    });

    it('not that of another session of the same account', async () => {
      const own = await signUpDevice(auth);
      const other = await signInDevice(auth, own);
      await isRefused(cookiesOf({ session: own.session, refresh: other.refresh }));
    });

    it('in the header, beside a bearer token or the cookie', async () => {
      const device = await signUpDevice(auth);
      await ask('', bearerOf(device)).expect(200);
      await ask(cookiesOf({ session: device.session }), { 'Refresh-Token': device.refresh }).expect(200);
      // A bearer token is judged alone, and so is its proof.
      const other = await signUpDevice(auth);
      await ask(cookiesOf(other), bearerOf(device)).expect(200);
      await isRefused(cookiesOf(other), { Authorization: bearerOf(device).Authorization! });
    });

    it('in the header once only, where it refreshes nothing', async () => {
      const device = await signUpDevice(auth);
      await isRefused('', { ...bearerOf(device), 'Refresh-Token': `${device.refresh}, ${device.refresh}` });
      const refresh = refreshDevice(auth, { session: device.session }).set('Refresh-Token', device.refresh);
      expectProblem(await refresh, 401, 'session_expired');
    });
  });
});
