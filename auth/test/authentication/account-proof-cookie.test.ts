import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountTokenOf, formatAccountToken } from '../../src/sessions/account-token';
import { parseRefreshToken } from '../../src/sessions/refresh-token';
import { accountProofs, TEN_KB } from '../support/account-proofs';
import { startAuth, type TestAuth } from '../support/auth-service';
import {
  cookiesOf,
  deviceOf,
  pageCookiesOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../support/devices';
import { expectProblem } from '../support/problems';

describe('what proves the session of an access token', () => {
  let auth: TestAuth;
  const { ask, isRefused } = accountProofs(() => auth);

  beforeAll(async () => {
    auth = await startAuth({ ACCOUNT_PATH: '/account' });
  });
  afterAll(() => auth.stop());

  describe('the account cookie', () => {
    it('as the pages hand it on, as long as the session lasts', async () => {
      const first = await signUpDevice(auth);
      await ask(pageCookiesOf(first)).expect(200);
      const second = deviceOf(await refreshDevice(auth, first).expect(200));
      expect(second.account).toBe(first.account);
      await ask(pageCookiesOf(second)).expect(200);
    });

    it('among those that were planted, left over or doubled', async () => {
      const device = await signUpDevice(auth);
      const stale = await signInDevice(auth, device);
      await auth.services.sessions.end(sidOf(stale), 'signed_out');
      const others = `account=; account=garbage; account=${stale.account}; account=${TEN_KB}`;
      await isRefused(`${others}; session=${device.session}`);
      await ask(`${others}; ${pageCookiesOf(device)}; account=${device.account}`).expect(200);
    });

    it('among the first 64', async () => {
      const { session, account } = await signUpDevice(auth);
      const after = (n: number) => `session=${session}; ${'account=x; '.repeat(n)}account=${account}`;
      await ask(after(63)).expect(200);
      await isRefused(after(64));
    });

    it.each<[string, (own: Device, other: Device) => string]>([
      ['of another account', (_own, other) => other.account!],
      ['with another session’s secret', (own, other) => `${sidOf(own)}.${other.account!.split('.')[1]}`],
      ['with another last part', (own) => `${sidOf(own)}.${'A'.repeat(43)}`],
      ['cut off', (own) => own.account!.slice(0, -1)],
      ['of 10 KB', (own) => own.account! + TEN_KB],
      ['that is a refresh token', (own) => own.refresh],
      ['of a form that JSON could have', () => 'j:{"sid":{"$ne":1}}'],
    ])('not one %s', async (_what, accountOf) => {
      const [own, other] = [await signUpDevice(auth), await signUpDevice(auth)];
      await isRefused(pageCookiesOf({ session: own.session, account: accountOf(own, other) }));
    });

    it('not that of another session of the same account', async () => {
      const own = await signUpDevice(auth);
      const { account } = await signInDevice(auth, own);
      await isRefused(pageCookiesOf({ session: own.session, account: account! }));
    });

    it('is no refresh cookie, no session cookie and no header', async () => {
      const { session, account } = await signUpDevice(auth);
      const asRefresh = { session, refresh: account! };
      expectProblem(await refreshDevice(auth, asRefresh), 401, 'session_expired');
      expectProblem(
        await send(auth, 'post', 'refresh', { session }).set(
          'Cookie',
          pageCookiesOf({ session, account: account! }),
        ),
        401,
        'session_expired',
      );
      expectProblem(await ask(`session=${account}; account=${account}`), 401, 'token_invalid');
      await isRefused(cookiesOf({ session }), { 'Refresh-Token': account! });
    });
  });
});

describe('where there are no account pages', () => {
  it('no account cookie is written, but that of a replica which has pages proves the session', async () => {
    const auth = await startAuth();
    try {
      const device = await signUpDevice(auth);
      expect(device).not.toHaveProperty('account');
      const account = formatAccountToken(accountTokenOf(parseRefreshToken(device.refresh)!));
      const ask = (cookie: string) => auth.request().get('/api/users/sessions').set('Cookie', cookie);
      await ask(pageCookiesOf({ ...device, account })).expect(200);
      expectProblem(await ask(pageCookiesOf(device)), 401, 'token_expired');
    } finally {
      await auth.stop();
    }
  });
});
