import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { itIsAnAdminAct, itIsForAdminsOnly } from '../../support/admin-only';
import { signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock, stopClock } from '../../support/clock';
import { send, type Owner } from '../../support/devices';
import { invite, inviteAs, signUpWith, trailOf, type NewInvitation } from '../../support/invitations';
import { expectInvalid, expectProblem } from '../../support/problems';

interface Page {
  readonly invitations: Record<string, unknown>[];
  readonly next?: string;
}

let auth: TestAuth;
let admin: Owner;

beforeAll(async () => {
  auth = await startAuth({ PUBLIC_URL: 'https://app.example.com' });
  admin = await signUpAdmin(auth);
});
afterEach(() => {
  jest.restoreAllMocks();
  restartClock();
});
afterAll(() => auth.stop());

const remove = (id: string) => send(auth, 'delete', `invitations/${id}`, admin);

describe('GET /api/users/invitations', () => {
  itIsForAdminsOnly(
    () => auth,
    (device) => send(auth, 'get', 'invitations', device),
  );

  it('gives pages of what is open, the oldest first, and no secret', async () => {
    await auth.connection.collection('invitations').deleteMany({});
    const expired = await inviteAs(auth, admin);
    const made: NewInvitation[] = [];
    const clock = stopClock();
    clock.pass(4 * DAY);
    const other = await signUpAdmin(auth);
    for (let n = 0; n < 3; n++) made.push(await inviteAs(auth, other));
    const page = async (query: string) =>
      (await send(auth, 'get', `invitations${query}`, other).expect(200)).body as Page;
    const first = await page('?limit=2');
    const second = await page(`?limit=2&after=${first.next}`);
    const shown = made.map(({ id, email, invitedBy, createdAt, expiresAt }) => ({
      id,
      email,
      invitedBy,
      createdAt,
      expiresAt,
    }));
    expect([...first.invitations, ...second.invitations]).toEqual(shown);
    expect(second).not.toHaveProperty('next');
    expect(JSON.stringify(await page(''))).not.toContain(expired.email);
  });

  it.each(['limit=0', 'limit=101', 'after=nobody'])('refuses ?%s', async (query) => {
    expectInvalid(await send(auth, 'get', `invitations?${query}`, admin), query.split('=')[0]!);
  });
});

describe('DELETE /api/users/invitations/:id', () => {
  itIsAnAdminAct(
    () => auth,
    async (device) => send(auth, 'delete', `invitations/${(await invite(auth)).id}`, device),
  );

  it('ends the invitation, and leaves a trail', async () => {
    const made = await inviteAs(auth, admin);
    expect((await remove(made.id).expect(200)).body).toEqual({});
    expectProblem(await signUpWith(auth, made), 400, 'invalid_token');
    expect(await trailOf(auth, admin, made.id)).toMatchObject([
      { action: 'remove_invitation', outcome: 'done' },
      { action: 'invite', outcome: 'done' },
    ]);
    await inviteAs(auth, admin, made.email);
  });

  it('is 404 for what is not open: unknown, removed, used', async () => {
    const [removed, used] = [await inviteAs(auth, admin), await inviteAs(auth, admin)];
    await remove(removed.id).expect(200);
    await signUpWith(auth, used).expect(201);
    for (const id of ['a'.repeat(24), 'some-id', removed.id, used.id]) {
      expectProblem(await remove(id), 404, 'not_found');
    }
    expect(await auth.services.accounts.find(used.id)).toMatchObject({ email: used.email });
  });

  it('leaves an account alone that was made just then, and says that it was too late', async () => {
    const made = await inviteAs(auth, admin);
    // The invitation is still there when the account is: its process died in between.
    await auth.services.stores.accounts.insert(made.email, 'any', made.id);
    expectProblem(await remove(made.id), 404, 'not_found');
    expect(await auth.services.accounts.find(made.id)).toMatchObject({ email: made.email });
    expect(await trailOf(auth, admin, made.id)).toMatchObject([
      { action: 'remove_invitation', outcome: 'refused', code: 'not_found' },
      { action: 'invite', outcome: 'done' },
    ]);
  });

  it('can be repeated after a fault in between', async () => {
    const made = await inviteAs(auth, admin);
    jest.spyOn(auth.services.stores.invitations, 'remove').mockRejectedValueOnce(new Error('killed'));
    await remove(made.id).expect(500);
    await remove(made.id).expect(200);
    expectProblem(await signUpWith(auth, made), 400, 'invalid_token');
    const removals = (await trailOf(auth, admin, made.id)).filter(
      ({ action }) => action === 'remove_invitation',
    );
    expect(removals).toMatchObject([{ actor: admin.id, outcome: 'done' }]);
  });
});
