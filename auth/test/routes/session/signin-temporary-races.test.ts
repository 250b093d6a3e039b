import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../../../src/credentials/password/password-hash';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { deviceOf, refreshDevice } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { holdNext } from '../../support/hold';
import { collectLogs } from '../../support/logs';
import { expectProblem, expectTooMany } from '../../support/problems';
import { OWN, setTemporary, TEMPORARY, withTemporary } from '../../support/temporary-passwords';

const OTHER = 'a battery of correct staples';

describe('a sign-in with a temporary password and a new one, with something else in between,', () => {
  const logs = collectLogs();
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' }, logs.stream);
  });
  afterEach(() => void logs.lines.splice(0));
  afterAll(() => auth.stop());

  const signIn = (email: string, password: string, newPassword?: string) =>
    auth.request().post('/api/users/signin').send({ email, password, newPassword });

  /** Signs in, and does something when nothing but the write of the new password is left to do. */
  async function signInAround(email: string, newPassword: string, between: () => Promise<unknown>) {
    const held = holdNext(auth.services.stores.accounts, 'changePassword');
    const answer = signIn(email, TEMPORARY, newPassword).then((response) => response);
    await held.reached;
    await between();
    held.letGo();
    return answer;
  }

  /** Chooses a password as a request would that signs nobody in, and so forgets no failures. */
  async function choose(id: string, next: string) {
    const { accounts } = auth.services.stores;
    await accounts.changePassword((await accounts.findById(id))!, await hashPassword(next));
  }

  it('signs in when the same request was faster, and changes the password once', async () => {
    const { id, email } = await withTemporary(auth);
    let faster: Awaited<ReturnType<typeof signIn>> | undefined;
    const slower = await signInAround(email, OWN, async () => {
      faster = await signIn(email, TEMPORARY, OWN).expect(200);
    });
    expect(slower.body).toMatchObject({ id, email });
    for (const each of [faster!, slower]) await refreshDevice(auth, deviceOf(each)).expect(200);
    expect(logs.lines.filter(({ event }) => event === 'password_changed')).toHaveLength(1);
    await signIn(email, OWN).expect(200);
  });

  it('is refused when another password was chosen, and counts as a guess', async () => {
    const { id, email } = await withTemporary(auth);
    for (let n = 0; n < 19; n++) await signIn(email, `wrong-${n}`);
    const slower = await signInAround(email, OWN, () => choose(id, OTHER));
    expectProblem(slower, 400, 'invalid_credentials');
    expectTooMany(await signIn(email, OTHER));
  });

  it('is refused when another temporary password was set', async () => {
    const { id, email } = await withTemporary(auth);
    const slower = await signInAround(email, OWN, () => setTemporary(auth, id, OWN));
    expectProblem(slower, 400, 'invalid_credentials');
    expectProblem(await signIn(email, OWN), 403, 'password_change_required');
  });

  it('tells of a ban that came behind the same request', async () => {
    const { id, email } = await withTemporary(auth);
    const slower = await signInAround(email, OWN, async () => {
      await choose(id, OWN);
      await changeUser(auth, email, { ban: {} });
    });
    expectProblem(slower, 403, 'banned');
  });

  it('is refused when the account was deleted', async () => {
    const { id, email } = await withTemporary(auth);
    const slower = await signInAround(email, OWN, async () => {
      await choose(id, OWN);
      await auth.services.accounts.delete((await auth.services.accounts.find(id))!, []);
    });
    expectProblem(slower, 400, 'invalid_credentials');
  });
});
