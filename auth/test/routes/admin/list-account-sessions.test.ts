import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsForAdminsOnly } from '../../support/admin-only';
import { signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signInDevice, signUpDevice, type Owner } from '../../support/devices';
import { WITH_MAIL } from '../../support/mailbox';
import { endSpawned } from '../../support/spawn-auth';

describe('GET /api/users/:id/sessions', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, MFA_ROLES: 'billing' });
    admin = await signUpAdmin(auth);
  });
  afterEach(endSpawned);
  afterAll(() => auth.stop());

  itIsForAdminsOnly(
    () => auth,
    async (device) => send(auth, 'get', `${(await signUpDevice(auth)).id}/sessions`, device),
  );

  it('shows them in pages, the last sign-in first', async () => {
    const person = await signUpDevice(auth);
    await signInDevice(auth, person);
    const own = (await send(auth, 'get', 'sessions', person).expect(200)).body as { sessions: object[] };
    const page = async (query: string) =>
      (await send(auth, 'get', `${person.id}/sessions?limit=1${query}`, admin).expect(200)).body as {
        sessions: object[];
        next?: string;
      };
    const first = await page('');
    const second = await page(`&after=${first.next}`);
    const shown = own.sessions.map((each) => ({ ...each, current: false }));
    expect([...first.sessions, ...second.sessions]).toEqual(shown);
    expect(second.next).toBeUndefined();
  });
});
