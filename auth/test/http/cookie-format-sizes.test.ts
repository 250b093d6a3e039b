import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { startAuth } from '../support/auth-service';
import { deviceOf, refreshDevice, send, signUpDevice } from '../support/devices';
import { changeUser } from '../support/documents';
import { collectLogs } from '../support/logs';
import { expectProblem } from '../support/problems';
import { sessionWith } from '../support/tokens';
import { withAuth } from '../support/with-auth';

const BARE = { COOKIE_FORMAT: 'jwt' };
const MAX_COOKIE_BYTES = 4096;

/** Roles as no admin can give them. */
const manyRoles = (characters: number) =>
  Array.from({ length: 32 }, (_each, index) => `role-${index}-`.padEnd(characters, 'x'));

it('a bare token holds more than the other form, of which browsers keep no more bytes', () =>
  withAuth(BARE, async (auth) => {
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { roles: manyRoles(64) });
    const { session } = deviceOf(await refreshDevice(auth, owner).expect(200));
    expect(`session=${sessionWith(session)}`.length).toBeGreaterThan(MAX_COOKIE_BYTES);
    expect(`session=${session}`.length).toBeLessThanOrEqual(MAX_COOKIE_BYTES);
    await send(auth, 'get', 'sessions', { ...owner, session }).expect(200);
  }));

it('a token that is longer than a cookie that browsers keep is not written, and the log says why', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  const JWT_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const logs = collectLogs();
  const auth = await startAuth({ ...BARE, JWT_KEY }, logs.stream);
  try {
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { roles: manyRoles(64) });
    expectProblem(await refreshDevice(auth, owner), 500, 'internal_error');
    expect(JSON.stringify(logs.lines)).toMatch(/a session cookie of \d+ bytes; take roles or claims/);
  } finally {
    await auth.stop();
  }
});
