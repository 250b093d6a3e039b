import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cookieAttributes, cookieHeader, cookieValue, isCleared, setCookies } from '../support/cookies';
import {
  bearerOf,
  deviceOf,
  pageCookiesOf,
  refreshDevice,
  send,
  sidOf,
  signUpDevice,
} from '../support/devices';
import { sessionDocument } from '../support/documents';
import { DAY, restartClock, stopClock } from '../support/clock';
import { newEmail, PASSWORD } from '../support/people';
import { withAuth } from '../support/with-auth';

describe('the account cookie', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ ACCOUNT_PATH: '/my/account', SESSION_MAX: '30d' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('is for the account pages alone, and lives as long as the refresh cookie', async () => {
    stopClock();
    const person = { email: newEmail(), password: PASSWORD };
    const response = await auth.request().post('/api/users/signup').send(person).expect(201);
    expect(cookieAttributes(response, 'account')).toEqual({
      path: '/my/account',
      httponly: true,
      samesite: 'Lax',
      'max-age': String((30 * DAY) / 1000),
      expires: new Date(Date.now() + 30 * DAY).toUTCString(),
    });
    expect(cookieValue(response, 'account')).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
    expect(setCookies(response).map((line) => line.split('=', 1)[0])).toEqual([
      'session',
      'refresh',
      'account',
      'device',
    ]);
  });

  it('is of this host alone, and has the prefix that goes with Secure', async () => {
    const env = { ACCOUNT_PATH: '/account', COOKIE_SECURE: 'true', COOKIE_DOMAIN: 'example.com' };
    await withAuth(env, async (secure) => {
      const signUp = secure
        .request()
        .post('/api/users/signup')
        .send({ email: newEmail(), password: PASSWORD });
      const response = await signUp.expect(201);
      expect(cookieAttributes(response, '__Secure-account')).toMatchObject({
        secure: true,
        path: '/account',
      });
      expect(cookieAttributes(response, '__Secure-account')).not.toHaveProperty('domain');
      const page = secure.request().get('/api/users/sessions');
      const pairs = cookieHeader(response).split('; ');
      const handedOn = pairs.filter((pair) => !pair.startsWith('__Secure-refresh='));
      await page.set('Cookie', handedOn.join('; ')).expect(200);
      const unprefixed = handedOn.map((pair) => pair.replace('__Secure-account', 'account'));
      await secure.request().get('/api/users/sessions').set('Cookie', unprefixed.join('; ')).expect(401);
    });
  });

  it('is written by each sign-in, refresh and change of the password', async () => {
    const { email, password, ...first } = await signUpDevice(auth);
    const signIn = send(auth, 'post', 'signin', {}).send({ email, password });
    const second = deviceOf(await signIn.expect(200));
    expect(second.account).not.toBe(first.account);
    expect(deviceOf(await refreshDevice(auth, second).expect(200)).account).toBe(second.account);
    const back = send(auth, 'get', 'refresh?return_to=/', first).redirects(0);
    expect(cookieValue(await back.expect(303), 'account')).toBe(first.account);
    const change = { currentPassword: password, newPassword: `${password} and more` };
    const changed = deviceOf(await send(auth, 'post', 'password', first).send(change).expect(200));
    expect(changed.account).not.toBe(first.account);
    expect(changed.account!.split('.')[0]).toBe(sidOf(changed));
  });

  it('goes with the session: at a sign-out, the end of the own device, a deletion and a refusal', async () => {
    const isGone = (response: Parameters<typeof isCleared>[0]) => {
      expect(isCleared(response, 'account')).toBe(true);
      expect(cookieAttributes(response, 'account')).toHaveProperty('path', '/my/account');
    };
    const [one, two, three] = [await signUpDevice(auth), await signUpDevice(auth), await signUpDevice(auth)];
    isGone(await send(auth, 'post', 'signout', one).expect(200));
    isGone(await send(auth, 'delete', `sessions/${sidOf(two)}`, two).expect(200));
    isGone(await send(auth, 'delete', 'me', three).send({ password: three.password }).expect(200));
  });

  it('stays beside a bearer token of another session', async () => {
    const [device, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const signOut = send(auth, 'post', 'signout', other).set(bearerOf(device));
    expect(setCookies(await signOut.expect(200))).toEqual([]);
  });

  it('is stored as a hash, from which neither it nor the refresh token follows', async () => {
    const device = await signUpDevice(auth);
    const stored = JSON.stringify(await sessionDocument(auth, sidOf(device)));
    const [, family, t] = device.refresh.split('.');
    const mac = device.account!.split('.')[1];
    for (const secret of [family, t, mac]) expect(stored).not.toContain(secret);
    expect(device.account).not.toContain(family);
  });
});

it('is read by a replica that has no path of account pages yet', async () => {
  await withAuth({ ACCOUNT_PATH: '/account' }, async (auth) => {
    const device = await signUpDevice(auth);
    await withAuth({ MONGO_URI: auth.config.MONGO_URI }, async (older) => {
      const page = older.request().get('/api/users/sessions');
      await page.set('Cookie', pageCookiesOf(device)).expect(200);
      const stranger = pageCookiesOf({ ...(await signUpDevice(auth)), session: device.session });
      await older.request().get('/api/users/sessions').set('Cookie', stranger).expect(401);
    });
  });
});

it('is neither written nor cleared where there are no account pages', async () => {
  await withAuth({}, async (auth) => {
    const device = await signUpDevice(auth);
    const signOut = await send(auth, 'post', 'signout', device).expect(200);
    expect(setCookies(signOut).filter((line) => line.startsWith('account='))).toEqual([]);
    expect(device).not.toHaveProperty('account');
  });
});
