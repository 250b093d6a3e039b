import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JWT_KEY, startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, SECOND, restartClock, stopClock } from '../../support/clock';
import { cookieValue, setCookies } from '../../support/cookies';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { newEmail, PASSWORD } from '../../support/people';
import { accessTokenIn, jwtPart, sessionWith } from '../../support/tokens';
import { withAuth } from '../../support/with-auth';

describe('GET /api/users/currentuser', () => {
  let auth: TestAuth;
  let owner: Owner;
  const NOBODY = { currentUser: null };
  const somebody = () => ({
    currentUser: { id: owner.id, email: owner.email, roles: [], emailVerified: false },
  });
  const withSession = (session: string) => send(auth, 'get', 'currentuser', { session }).expect(200);
  const withBearer = (token: string) =>
    auth.request().get('/api/users/currentuser').set('Authorization', `Bearer ${token}`).expect(200);

  /** A well signed token with other claims or another header. */
  function signed(claims: object, header: object = {}, key = JWT_KEY): string {
    const jwt = accessTokenIn(owner.session);
    const parts = [
      { ...jwtPart(jwt, 0), ...header },
      { ...jwtPart(jwt, 1), ...claims },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return `${parts.join('.')}.${createHmac('sha256', key).update(parts.join('.')).digest('base64url')}`;
  }

  beforeAll(async () => {
    auth = await startAuth();
    owner = await signUpDevice(auth);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('is null without a token, and sets nothing', async () => {
    const response = await auth.request().get('/api/users/currentuser').expect(200);
    expect(response.body).toEqual(NOBODY);
    expect(setCookies(response)).toEqual([]);
  });

  it('is the person of the cookie or of the bearer token', async () => {
    expect((await withSession(owner.session)).body).toEqual(somebody());
    expect((await withBearer(accessTokenIn(owner.session))).body).toEqual(somebody());
    const head = await auth.request().head('/api/users/currentuser').expect(200);
    expect(head.text).toBeUndefined();
  });

  it('lets the bearer token decide alone where both come', async () => {
    const both = withBearer('not-a-token').set('Cookie', `session=${owner.session}`);
    expect((await both).body).toEqual(NOBODY);
  });

  it('is null with token_expired 15 minutes after, and 5 s for clocks that differ', async () => {
    const clock = stopClock();
    const late = await signUpDevice(auth);
    const { iat } = jwtPart(accessTokenIn(late.session), 1);
    clock.pass(iat * SECOND + 15 * MINUTE + 5 * SECOND - 1 - Date.now());
    expect((await withSession(late.session)).body).toMatchObject({ currentUser: { id: late.id } });
    clock.pass(1);
    expect((await withSession(late.session)).body).toEqual({ ...NOBODY, reason: 'token_expired' });
    expect((await withBearer(accessTokenIn(late.session))).body).toMatchObject({ reason: 'token_expired' });
  });

  it('says token_expired of an expired token of a retired key, since a refresh can help', async () => {
    const expired = { iat: 1_600_000_000, exp: 1_600_000_900 };
    const retired = signed(expired, { kid: 'retired' }, 'another key, which has left the ring already');
    expect((await withSession(sessionWith(retired))).body).toEqual({ ...NOBODY, reason: 'token_expired' });
  });

  it('takes a token that is signed as ours are, so that the next test can fail', async () => {
    expect((await withBearer(signed({}))).body).toEqual(somebody());
  });

  it.each<[string, () => string]>([
    ['another key', () => signed({}, {}, 'another key of at least thirty-two bytes')],
    ['an unknown key', () => signed({}, { kid: 'unknown' }, 'another key of at least thirty-two bytes')],
    ['no kid', () => signed({}, { kid: undefined })],
    ['alg none', () => `${signed({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
    ['another algorithm', () => signed({}, { alg: 'HS512' })],
    ['another type', () => signed({}, { typ: 'JWT' })],
    ['another issuer', () => signed({ iss: 'somebody' })],
    ['another audience', () => signed({ aud: 'others' })],
    ['a list as audience', () => signed({ aud: ['latchkey'] })],
    ['a gen that is no number', () => signed({ gen: '0' })],
    ['roles that are no list', () => signed({ roles: 'admin' })],
    ['a critical extension', () => signed({}, { crit: ['b64'], b64: false })],
  ])('is null without a reason for a token with %s', async (_what, token) => {
    expect((await withSession(sessionWith(token()))).body).toEqual(NOBODY);
    expect((await withBearer(token())).body).toEqual(NOBODY);
  });

  it.each([
    'garbage',
    '%',
    '%%%',
    '"quoted"',
    Buffer.from('null').toString('base64'),
    Buffer.from('"text"').toString('base64'),
    Buffer.from('{"jwt":7}').toString('base64'),
    Buffer.from('{"jwt":{"toString":1}}').toString('base64'),
    Buffer.from('{"jwt":"a.b.c"}').toString('base64'),
    Buffer.from(`{"jwt":"${'a'.repeat(9000)}"}`).toString('base64'),
  ])('is null for the session cookie %.40s', async (value) => {
    expect((await withSession(value)).body).toEqual(NOBODY);
  });

  it('reads no cookie of a plain name where cookies are secure: a subdomain could plant it', async () => {
    const answers = await withAuth({ COOKIE_SECURE: 'true' }, async (secure) => {
      const person = { email: newEmail(), password: PASSWORD };
      const signedUp = await secure.request().post('/api/users/signup').send(person).expect(201);
      const value = cookieValue(signedUp, '__Host-session');
      const isSomebody = async (name: string) => {
        const response = await secure
          .request()
          .get('/api/users/currentuser')
          .set('Cookie', `${name}=${value}`);
        return (response.body as { currentUser: object | null }).currentUser !== null;
      };
      return Promise.all(['session', '__Secure-session', '__host-session', '__Host-session'].map(isSomebody));
    });
    expect(answers).toEqual([false, false, false, true]);
  });
});
