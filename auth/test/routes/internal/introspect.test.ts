import { randomUUID } from 'node:crypto';
import { parseKeyRing, signAccessToken } from '@latchkey/common/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JWT_KEY, startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, SECOND, restartClock, stopClock } from '../../support/clock';
import { refreshDevice, send, sidOf, signInDevice, signUpDevice, type Device } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { accessTokenIn, jwtPart } from '../../support/tokens';
import { withAuth } from '../../support/with-auth';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';
const INACTIVE = { active: false };

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ INTERNAL_TOKEN });
});
afterEach(restartClock);
afterAll(() => auth.stop());

function ask(body: string | object, credential = `Bearer ${INTERNAL_TOKEN}`) {
  return auth.internal().post('/introspect').type('form').set('Authorization', credential).send(body);
}

const tokenOf = ({ session }: Pick<Device, 'session'>) => accessTokenIn(session);

async function answerTo(token: string): Promise<unknown> {
  return (await ask({ token }).expect(200)).body;
}

/** A token of a person, as any holder of the key can make it. */
function minted(claims: object, { key = JWT_KEY, issuer = 'latchkey', audience = 'latchkey' } = {}): string {
  const somebody = { sub: randomUUID(), sid: randomUUID(), gen: 0, email: 'ada@example.com', roles: [] };
  const context = { keys: parseKeyRing(key), issuer, audience };
  return signAccessToken({ ...somebody, ...claims }, 15 * MINUTE, context);
}

describe('POST /introspect', () => {
  it('answers a good token with what it holds, for no cache', async () => {
    const owner = await signUpDevice(auth);
    const response = await ask({ token: tokenOf(owner) }).expect(200);
    expect(response.body).toEqual({
      active: true,
      token_type: 'Bearer',
      ...jwtPart(tokenOf(owner), 1),
    });
    expect(Object.keys(response.body as object).sort()).toEqual(
      'acr active amr aud auth_time email email_verified exp gen iat iss jti roles sid sub token_type'.split(
        ' ',
      ),
    );
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it.each<[string, (owner: Device & { id: string; email: string }) => Promise<unknown>]>([
    ['has signed out', (owner) => send(auth, 'post', 'signout', owner).expect(200)],
    ['has ended this device', async (owner) => auth.services.sessions.end(sidOf(owner), 'ended_by_user')],
    ['was banned, however it came into the database', ({ email }) => changeUser(auth, email, { ban: {} })],
    ['got other roles', ({ email }) => changeUser(auth, email, { gen: 1, roles: ['admin'] })],
    ['ended all sessions elsewhere', ({ email }) => changeUser(auth, email, { sessionGen: 1 })],
    ['is not there any more', ({ email }) => auth.connection.collection('users').deleteOne({ email })],
  ])('tells nothing of a token whose owner %s', async (_what, happens) => {
    const owner = await signUpDevice(auth);
    expect(await answerTo(tokenOf(owner))).toHaveProperty('active', true);
    await happens(owner);
    expect(await answerTo(tokenOf(owner))).toEqual(INACTIVE);
  });

  it('knows a token again once a ban is over, and the token of a refresh', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { ban: { until: new Date(Date.now() + MINUTE) } });
    expect(await answerTo(tokenOf(owner))).toEqual(INACTIVE);
    clock.pass(MINUTE);
    expect(await answerTo(tokenOf(owner))).toHaveProperty('active', true);
    const refreshed = await refreshDevice(auth, owner).expect(200);
    expect(refreshed.body).toHaveProperty('id', owner.id);
  });

  it('leaves the other devices of a person active', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, { email: here.email, password: PASSWORD });
    await send(auth, 'post', 'signout', here).expect(200);
    expect(await answerTo(tokenOf(there))).toHaveProperty('active', true);
  });

  it('tells nothing of a token that has expired', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    clock.pass(15 * MINUTE + 5 * SECOND);
    expect(await answerTo(tokenOf(owner))).toEqual(INACTIVE);
  });

  it('tells nothing of a forged one, nor of one that is for others', async () => {
    const owner = await signUpDevice(auth);
    const claims = { sub: owner.id, sid: sidOf(owner) };
    expect(await answerTo(minted(claims))).toHaveProperty('active', true);
    for (const forged of [
      minted(claims, { key: 'another key of at least thirty-two bytes' }),
      minted(claims, { audience: 'others' }),
      minted(claims, { issuer: 'others' }),
      minted({ ...claims, sid: randomUUID() }),
      minted({ ...claims, sub: randomUUID() }),
      `${tokenOf(owner)}x`,
      tokenOf(owner).slice(0, -1),
    ]) {
      expect(await answerTo(forged)).toEqual(INACTIVE);
    }
  });

  it.each(['garbage', '.', 'a.b.c', '{"$gt":""}', ' ', '\0', 'é', 'a'.repeat(16_000)])(
    'tells nothing of %.20j',
    async (garbage) => {
      expect(await answerTo(garbage)).toEqual(INACTIVE);
    },
  );
});

describe('a question that cannot be answered', () => {
  it.each([
    ['nothing', ''],
    ['no token', 'other=1'],
    ['an empty token', 'token='],
    ['two tokens', 'token=a&token=b'],
    ['an object', 'token[$gt]=a'],
  ])('is a 400 for %s', async (_what, body) => {
    expectInvalid(await ask(body), 'token');
  });

  it('is a 400 in JSON', async () => {
    expectInvalid(await ask({ token: 'a' }).type('json'), 'token');
  });

  it('is a 413 when it is longer than any token', async () => {
    expectProblem(await ask({ token: 'a'.repeat(16 * 1024) }), 413, 'payload_too_large');
  });
});

describe('the credential', () => {
  it.each([
    '',
    'Bearer',
    'Bearer wrong',
    `Bearer ${INTERNAL_TOKEN}x`,
    `Bearer ${INTERNAL_TOKEN.slice(1)}`,
    `Basic ${INTERNAL_TOKEN}`,
    INTERNAL_TOKEN,
  ])('is refused when it is %j', async (credential) => {
    const owner = await signUpDevice(auth);
    const response = await ask({ token: tokenOf(owner) }, credential);
    expectProblem(response, 401, 'invalid_client');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="latchkey internal"');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('is not an access token, and not in the query', async () => {
    const owner = await signUpDevice(auth);
    expectProblem(await ask({ token: tokenOf(owner) }, `Bearer ${tokenOf(owner)}`), 401, 'invalid_client');
    const inQuery = auth.internal().post(`/introspect?access_token=${INTERNAL_TOKEN}`).type('form');
    expectProblem(await inQuery.send({ token: tokenOf(owner) }), 401, 'invalid_client');
  });

  it('has to be configured, or nothing is there', async () => {
    const answer = await withAuth({}, async (open) =>
      open.internal().post('/introspect').type('form').set('Authorization', 'Bearer ').send({ token: 'a' }),
    );
    expectProblem(answer, 404, 'not_found');
  });

  it('opens nothing on the public port', async () => {
    const answer = auth.request().post('/introspect').set('Authorization', `Bearer ${INTERNAL_TOKEN}`);
    expectProblem(await answer.type('form').send({ token: 'a' }), 404, 'not_found');
  });
});
