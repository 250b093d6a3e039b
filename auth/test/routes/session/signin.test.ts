import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, restartClock, stopClock } from '../../support/clock';
import { cookieValue, setCookies } from '../../support/cookies';
import { cookiesOf, deviceOf, refreshDevice, signInDevice, signUpDevice } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

describe('POST /api/users/signin', () => {
  let auth: TestAuth;
  const post = (body?: object) => auth.request().post('/api/users/signin').send(body);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('answers who it is, with a session of its own', async () => {
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { roles: ['tickets:purchase'] });
    const response = await post(owner).expect(200);
    expect(response.body).toEqual({
      id: owner.id,
      email: owner.email,
      roles: ['tickets:purchase'],
      emailVerified: false,
    });
    expect(claimsOf(response)).toMatchObject({ sub: owner.id, roles: ['tickets:purchase'] });
    expect(deviceOf(response).refresh.split('.')[0]).not.toBe(owner.refresh.split('.')[0]);
    await refreshDevice(auth, deviceOf(response)).expect(200);
  });

  it('answers an unknown email and a wrong password alike', async () => {
    const { email } = await signUpDevice(auth);
    const wrong = await post({ email, password: `${PASSWORD}!` });
    const unknown = await post({ email: newEmail(), password: PASSWORD });
    expectProblem(wrong, 400, 'invalid_credentials');
    expect(unknown.status).toBe(wrong.status);
    expect(unknown.text).toBe(wrong.text);
    expect(Object.keys(unknown.headers)).toEqual(Object.keys(wrong.headers));
    expect(setCookies(wrong)).toEqual([]);
  });

  describe('of a banned account', () => {
    it.each([
      ['without an end', {}],
      ['with a reason', { reason: 'spam' }],
      ['until later', { until: new Date(Date.now() + DAY) }],
    ])('banned %s: tells so only to a caller who has the password', async (_how, ban) => {
      const { email } = await signUpDevice(auth);
      await changeUser(auth, email, { ban });
      expectProblem(await post({ email, password: 'a wrong password' }), 400, 'invalid_credentials');
      const response = await post({ email, password: PASSWORD });
      expectProblem(response, 403, 'banned');
      expect(setCookies(response)).toEqual([]);
    });

    it('lets in whose ban has passed', async () => {
      const { email } = await signUpDevice(auth);
      await changeUser(auth, email, { ban: { until: new Date(Date.now() - 1000) } });
      await post({ email, password: PASSWORD }).expect(200);
    });
  });

  it('ends the session that this browser had, and no other', async () => {
    const browser = await signUpDevice(auth);
    const otherDevice = await signInDevice(auth, browser);
    const again = await post(browser).set('Cookie', cookiesOf(browser)).expect(200);
    expectProblem(await refreshDevice(auth, browser), 401, 'session_revoked');
    await refreshDevice(auth, otherDevice).expect(200);
    await refreshDevice(auth, deviceOf(again)).expect(200);
  });

  it('ends it also when its access token has expired, and when it is of somebody else', async () => {
    const clock = stopClock();
    const browser = await signUpDevice(auth);
    const other = await signUpDevice(auth);
    clock.pass(HOUR);
    await post(other).set('Cookie', cookiesOf(browser)).expect(200);
    expectProblem(await refreshDevice(auth, browser), 401, 'session_revoked');
    await refreshDevice(auth, other).expect(200);
  });

  it('does not end a session when it fails', async () => {
    const browser = await signUpDevice(auth);
    await post({ ...browser, password: 'a wrong password' })
      .set('Cookie', cookiesOf(browser))
      .expect(400);
    await refreshDevice(auth, browser).expect(200);
  });

  it.each(['email', 'password'])('takes a text only as %s', async (field) => {
    const { email } = await signUpDevice(auth);
    for (const value of [{ $gt: '' }, { $ne: null }, [email], [], 7, null, true, undefined, '']) {
      expectInvalid(await post({ email, password: PASSWORD, [field]: value }), field);
    }
  });

  it('asks for both fields when there is no JSON', async () => {
    expectInvalid(await post(), 'email', 'password');
    const text = auth.request().post('/api/users/signin').type('text').send('{"email":"a@b.example"}');
    expectInvalid(await text, 'email', 'password');
    const broken = auth.request().post('/api/users/signin').type('json').send('{"email"');
    expectProblem(await broken, 400, 'malformed_json');
  });

  it('keeps the session cookie within what browsers take, at the most that an account can hold', async () => {
    // 64 and 189 characters around the @ are the longest; 1248 bytes of roles are what accounts/token-room.ts allows.
    const email = `${newEmail().slice(0, 20)}${'l'.repeat(44)}@${'d'.repeat(61)}.${'d'.repeat(61)}.${'d'.repeat(61)}.com`;
    await auth.request().post('/api/users/signup').send({ email, password: PASSWORD }).expect(201);
    const roles = Array.from({ length: 32 }, (_, n) => `${n + 10}${'r'.repeat(n < 31 ? 34 : 33)}`);
    await changeUser(auth, email, { roles });
    const response = await post({ email, password: PASSWORD }).expect(200);
    expect(JSON.stringify((response.body as { roles: string[] }).roles)).toHaveLength(1248);
    expect('__Secure-session'.length + cookieValue(response, 'session')!.length).toBeLessThan(4096 - 256);
  });
});
