import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { deviceOf, refreshDevice, send, signInDevice, signUpDevice, type Device } from '../support/devices';
import { changeUser } from '../support/documents';
import { collectLogs } from '../support/logs';
import { expectProblem } from '../support/problems';
import { accessTokenIn, jwtPart, sessionWith } from '../support/tokens';
import { withAuth } from '../support/with-auth';

const [KEY, OTHER_KEY] = [0, 1].map(() => randomBytes(32).toString('base64'));
const INTERNAL_TOKEN = randomBytes(32).toString('hex');

/** Whether all that the browser was given tells nothing of its owner. */
const tellsNothing = ({ session }: Device) => {
  const parts = accessTokenIn(session).split('.');
  return parts.length === 5 && !parts.some((part) => Buffer.from(part, 'base64url').includes('@example'));
};

describe('with COOKIE_KEY', () => {
  let auth: TestAuth;
  beforeAll(async () => {
    auth = await startAuth({ COOKIE_KEY: KEY, INTERNAL_TOKEN });
  });
  afterAll(() => auth.stop());

  it('every cookie that is written holds an encrypted token, and works', async () => {
    const owner = await signUpDevice(auth);
    const second = await signInDevice(auth, owner);
    const refreshed = deviceOf(await refreshDevice(auth, second).expect(200));
    const changed = deviceOf(
      await send(auth, 'post', 'password', refreshed)
        .send({ currentPassword: owner.password, newPassword: 'another long passphrase' })
        .expect(200),
    );
    for (const device of [owner, second, refreshed, changed]) expect(tellsNothing(device)).toBe(true);
    expect(jwtPart(accessTokenIn(changed.session), 0)).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      cty: 'JWT',
      kid: expect.any(String),
    });
    const response = await send(auth, 'get', 'currentuser', changed).expect(200);
    expect(response.body).toHaveProperty('currentUser.email', owner.email);
  });

  it('all that reads the cookie can: sessions, forward-auth, sign-out', async () => {
    const device = await signUpDevice(auth);
    await send(auth, 'get', 'sessions', device).expect(200);
    await auth.internal().get('/verify').set('Cookie', `session=${device.session}`).expect(200);
    await send(auth, 'post', 'signout', device).expect(200);
    expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
  });

  it('a refresh needs a session cookie that can be read', async () => {
    const device = await signUpDevice(auth);
    const [header, ...rest] = accessTokenIn(device.session).split('.');
    const damaged = sessionWith([header, ...rest.slice(0, 3), 'AAAAAAAAAAAAAAAAAAAAAA'].join('.'));
    expectProblem(await refreshDevice(auth, { ...device, session: damaged }), 401, 'session_expired');
    await refreshDevice(auth, device).expect(200);
  });
});

it('is switched on and rotated without logging anybody out', () =>
  withAuth({}, async (plain) => {
    const { MONGO_URI } = plain.config;
    const services = [KEY, `${OTHER_KEY},${KEY}`, OTHER_KEY].map((COOKIE_KEY) =>
      startAuth({ MONGO_URI, COOKIE_KEY }),
    );
    let device: Device = await signUpDevice(plain);
    for (const starting of services) {
      const auth = await starting;
      await send(auth, 'get', 'sessions', device).expect(200);
      device = deviceOf(await refreshDevice(auth, device).expect(200));
      expect(tellsNothing(device)).toBe(true);
    }
    for (const starting of services) await (await starting).stop();
  }));

/** Two replicas of different settings, as they stand side by side in a rolling update. */
it.each([
  ['introduced', undefined, `decrypt:${KEY}`, KEY],
  ['changed', KEY, `${KEY},decrypt:${OTHER_KEY}`, `${OTHER_KEY},decrypt:${KEY}`],
  ['removed', KEY, `decrypt:${KEY}`, undefined],
])('is %s by several replicas without logging anybody out', async (_what, ...steps) => {
  await withAuth(steps[0] === undefined ? {} : { COOKIE_KEY: steps[0] }, async (first) => {
    const { MONGO_URI } = first.config;
    const replicas = [first];
    for (const COOKIE_KEY of steps.slice(1)) replicas.push(await startAuth({ MONGO_URI, COOKIE_KEY }));
    let device: Device = await signUpDevice(first);
    const refreshAt = async (auth: TestAuth) => {
      device = deviceOf(await refreshDevice(auth, device).expect(200));
    };
    for (const [index, next] of replicas.slice(1).entries()) {
      for (const auth of [replicas[index]!, next, replicas[index]!, next]) await refreshAt(auth);
      expect(tellsNothing(device)).toBe(steps[index + 1]?.startsWith('decrypt:') === false);
    }
    for (const auth of replicas.slice(1)) await auth.stop();
  });
});

it('a token that makes the cookie larger than browsers keep is not written, and the log says why', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  const JWT_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const logs = collectLogs();
  const auth = await startAuth({ COOKIE_KEY: KEY, JWT_KEY }, logs.stream);
  try {
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, {
      roles: Array.from({ length: 32 }, (_, i) => `role-${i}-`.padEnd(37, 'x')),
    });
    expectProblem(await refreshDevice(auth, owner), 500, 'internal_error');
    expect(JSON.stringify(logs.lines)).toMatch(
      /a session cookie of \d+ bytes; take roles or claims from this account/,
    );
  } finally {
    await auth.stop();
  }
});
