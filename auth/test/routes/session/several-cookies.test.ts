import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, MINUTE, restartClock, stopClock } from '../../support/clock';
import { isCleared, setCookies } from '../../support/cookies';
import {
  deviceOf,
  refreshDevice,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { accessTokenIn } from '../../support/tokens';

/** What a browser has after COOKIE_DOMAIN was changed: the session cookies of both domains, the older first, and one refresh cookie. */
const withOlder = (older: string | Device, { session, refresh }: Device) =>
  `session=${typeof older === 'string' ? older : older.session}; session=${session}; refresh=${refresh}`;

describe('a browser with two session cookies', () => {
  let auth: TestAuth;
  const isEnded = async (device: Device) => Boolean((await sessionDocument(auth, sidOf(device)))?.revokedAt);
  const send = (method: 'get' | 'post' | 'delete', path: string, cookie: string) =>
    auth.request()[method](`/api/users/${path}`).set('Cookie', cookie);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  /** Somebody who had a session a while ago, and signed in again as somebody else. */
  async function oldAndNew(between = HOUR) {
    const clock = stopClock();
    const old = await signUpDevice(auth);
    clock.pass(between);
    return { clock, old, device: await signUpDevice(auth) };
  }

  /** A session cookie whose token nobody has signed, of a key that is not here. */
  function madeUp(sid: string) {
    const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
    const head = { typ: 'at+jwt', alg: 'HS256', kid: 'made-up' };
    const registered = { iss: 'latchkey', aud: 'latchkey', sub: 'x', jti: 'j', iat: 9e9, exp: 9e9 + 60 };
    const jwt = `${part(head)}.${part({ ...registered, sid, gen: 0, email: 'e@x.y', roles: [] })}.AAAA`;
    return Buffer.from(JSON.stringify({ jwt })).toString('base64');
  }

  it('refreshes the session of a token that was verified before that of one which anybody can make up', async () => {
    const [own, planted] = [await signUpDevice(auth), await signUpDevice(auth)];
    const cookies = `session=${madeUp(sidOf(planted))}; refresh=${planted.refresh}`;
    const beside = `${cookies}; session=${own.session}; refresh=${own.refresh}`;
    const response = await send('post', 'refresh', beside).expect(200);
    expect(sidOf(deviceOf(response))).toBe(sidOf(own));
  });

  it('ignores cookies whose names only look like ours', async () => {
    const { session, refresh } = await signUpDevice(auth);
    const planted = `\u00a0session=${session}; \u00a0refresh=${refresh}`;
    const response = await send('get', 'refresh?return_to=/', planted).expect(303);
    expect(setCookies(response)).toEqual([]);
    const answer = await send('get', 'currentuser', planted).expect(200);
    expect(answer.body).toHaveProperty('currentUser', null);
  });

  it.each([
    ['expired', HOUR],
    ['good still', MINUTE],
  ])('is signed in by the newer one beside one that is %s', async (_what, between) => {
    const { old, device } = await oldAndNew(between);
    const response = await send('get', 'currentuser', withOlder(old, device)).expect(200);
    expect(response.body).toHaveProperty('currentUser.email', device.email);
    await send('get', 'sessions', withOlder(old, device)).expect(200);
    const verified = await auth
      .internal()
      .get('/verify')
      .set('X-Forwarded-Method', 'GET')
      .set('Cookie', withOlder(old, device))
      .expect(200);
    expect(verified.headers['x-user-email']).toBe(encodeURIComponent(device.email));
  });

  it('can refresh, again and again: the session cookie of the refresh token’s session counts', async () => {
    const { clock, old, device } = await oldAndNew();
    let latest: Device = device;
    for (let n = 0; n < 3; n++) {
      clock.pass(HOUR);
      const before = await send('get', 'currentuser', withOlder(old, latest));
      expect(before.body).toEqual({ currentUser: null, reason: 'token_expired' });
      const response = await send('post', 'refresh', withOlder(old, latest)).expect(200);
      expect(response.body).toHaveProperty('email', device.email);
      latest = deviceOf(response);
      expect(sidOf(latest)).toBe(sidOf(device));
    }
    // As by a page.
    const page = await send('get', 'refresh?return_to=/', withOlder('garbage', latest)).expect(303);
    expect(page.headers.location).toBe('/');
  });

  it('can refresh beside a session that has ended, whose refresh token is there, too', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(MINUTE);
    const ended = await signInDevice(auth, device);
    await auth.services.sessions.end(sidOf(ended), 'ended_by_user');
    const both = `${withOlder(ended, device)}; refresh=${ended.refresh}`;
    expect(sidOf(deviceOf(await send('post', 'refresh', both).expect(200)))).toBe(sidOf(device));
    // Where no session goes on, it is told what became of the last.
    const gone = `session=${ended.session}; refresh=${ended.refresh}`;
    expectProblem(await send('post', 'refresh', gone), 401, 'session_revoked');
  });

  it('leaves both sessions at sign-out, as far as its cookies prove them', async () => {
    const { old, device } = await oldAndNew(MINUTE);
    await send('post', 'signout', withOlder(old, device)).expect(200);
    expect([await isEnded(old), await isEnded(device)]).toEqual([true, true]);

    const expired = await oldAndNew();
    await send('post', 'signout', withOlder(expired.old, expired.device)).expect(200);
    expect([await isEnded(expired.old), await isEnded(expired.device)]).toEqual([false, true]);

    const late = await oldAndNew();
    late.clock.pass(HOUR);
    await send('post', 'signout', withOlder(late.old, late.device)).expect(200);
    expect([await isEnded(late.old), await isEnded(late.device)]).toEqual([false, true]);
  });

  it('ends both sessions when it signs in anew', async () => {
    const { old, device } = await oldAndNew(MINUTE);
    const { email, password } = device;
    await send('post', 'signin', withOlder(old, device)).send({ email, password }).expect(200);
    expect([await isEnded(old), await isEnded(device)]).toEqual([true, true]);
  });

  it('keeps its session at a change of password, and loses its cookies with the account', async () => {
    const { old, device } = await oldAndNew();
    const next = `${device.password} and more`;
    const change = send('post', 'password', withOlder(old, device));
    const changed = await change.send({ currentPassword: device.password, newPassword: next }).expect(200);
    const renewed = deviceOf(changed);
    await refreshDevice(auth, renewed).expect(200);
    const away = send('delete', 'me', withOlder(old, renewed)).send({ password: next });
    expect(isCleared(await away.expect(200), 'session')).toBe(true);
  });

  it('is not touched by a bearer token of the older session', async () => {
    const { old, device } = await oldAndNew(MINUTE);
    const signOut = send('post', 'signout', withOlder(old, device));
    const response = await signOut.set('Authorization', `Bearer ${accessTokenIn(old.session)}`).expect(200);
    expect(setCookies(response)).toEqual([]);
    expect([await isEnded(old), await isEnded(device)]).toEqual([true, false]);
  });

  it('is believed for its first four session cookies', async () => {
    const { device } = await oldAndNew();
    const after = (n: number) =>
      `${'session=garbage; '.repeat(n)}session=${device.session}; refresh=${device.refresh}`;
    expect((await send('get', 'currentuser', after(3))).body).toHaveProperty('currentUser.email');
    expect((await send('get', 'currentuser', after(4))).body).toEqual({ currentUser: null });
    await send('post', 'refresh', after(3)).expect(200);
    expectProblem(await send('post', 'refresh', after(4)), 401, 'session_expired');
  });
});
