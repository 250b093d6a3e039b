import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { itIsForAdminsOnly } from '../support/admin-only';
import { signUpAdmin } from '../support/admins';
import { startAuth, type TestAuth } from '../support/auth-service';
import { DAY, HOUR, restartClock, stopClock } from '../support/clock';
import { send, signUpDevice, type Owner } from '../support/devices';
import { invite, postInvitation, signUpWith, storedFor, type NewInvitation } from '../support/invitations';
import { newEmail } from '../support/people';
import { expectInvalid, expectProblem } from '../support/problems';
import { withAuth } from '../support/with-auth';

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

const create = async (email = newEmail()) =>
  (await postInvitation(auth, admin, email).expect(201)).body as NewInvitation;
const remove = (id: string) => send(auth, 'delete', `invitations/${id}`, admin);

async function list(query = ''): Promise<Page> {
  return (await send(auth, 'get', `invitations${query}`, admin).expect(200)).body as Page;
}

async function trailOf(id: string): Promise<object[]> {
  const response = await send(auth, 'get', `audit?user=${id}`, admin).expect(200);
  return (response.body as { entries: object[] }).entries;
}

describe('POST /api/users/invitations', () => {
  itIsForAdminsOnly(
    () => auth,
    (device) => postInvitation(auth, device, newEmail()),
    201,
  );

  it('tells the token once, with its link on PUBLIC_URL, whatever the request calls this host', async () => {
    stopClock();
    const email = newEmail();
    const response = await postInvitation(auth, admin, ` ${email.toUpperCase()}`)
      .set('X-Forwarded-Host', 'evil.example')
      .expect(201);
    const { token, ...rest } = response.body as NewInvitation;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(rest).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      email,
      invitedBy: admin.id,
      createdAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 72 * HOUR).toISOString(),
      link: `https://app.example.com/signup?invitation=${token}`,
    });
    expect(JSON.stringify(await list())).not.toContain(token);
  });

  it('has no link without PUBLIC_URL', async () => {
    await withAuth({}, async (other) => {
      const response = await postInvitation(other, await signUpAdmin(other), newEmail()).expect(201);
      expect(response.body).not.toHaveProperty('link');
    });
  });

  it('makes an invitation that works', async () => {
    const { email, id, token } = await create();
    expect((await signUpWith(auth, { email, token }).expect(201)).body).toMatchObject({ id, email });
  });

  it('ends the earlier invitation of the address: there is one at most', async () => {
    const first = await create();
    const second = await create(first.email);
    expect(await storedFor(auth, first.email)).toEqual([second.id]);
    expectProblem(await signUpWith(auth, first), 400, 'invalid_token');
    await signUpWith(auth, second).expect(201);
  });

  it('leaves one that works when several admins invite an address at once', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 8 }, () => postInvitation(auth, admin, email)));
    const made = answers.filter(({ status }) => status === 201).map(({ body }) => body as NewInvitation);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 503, 'unavailable');
    const [stored, ...more] = await storedFor(auth, email);
    expect(more).toEqual([]);
    await signUpWith(
      auth,
      made.find(({ id }) => id === stored)!,
    ).expect(201);
  });

  it('refuses an address that has an account', async () => {
    const { email } = await signUpDevice(auth);
    expectProblem(await postInvitation(auth, admin, email), 409, 'email_in_use');
    expect(await storedFor(auth, email)).toEqual([]);
  });

  it('refuses where nobody can sign up', async () => {
    await withAuth({}, async (open) => {
      const device = await signUpAdmin(open);
      const closed = await startAuth({ MONGO_URI: open.config.MONGO_URI, SIGN_UP: 'closed' });
      expectProblem(await postInvitation(closed, device, newEmail()), 403, 'sign_up_closed');
      await closed.stop();
    });
  });

  it.each([undefined, 'nobody', 7, { $gt: '' }, ['a@example.com']])(
    'refuses %j as an email',
    async (email) => {
      expectInvalid(await postInvitation(auth, admin, email), 'email');
    },
  );

  it('is in the audit trail, without the address or the token', async () => {
    const { id, email, token } = await create();
    const trail = await trailOf(id);
    expect(trail).toEqual([
      expect.objectContaining({
        actor: admin.id,
        action: 'invite',
        target: id,
        details: {},
        outcome: 'done',
      }),
    ]);
    expect(JSON.stringify(trail)).not.toContain(email);
    expect(JSON.stringify(trail)).not.toContain(token);
  });
});

describe('GET /api/users/invitations', () => {
  itIsForAdminsOnly(
    () => auth,
    (device) => send(auth, 'get', 'invitations', device),
  );

  it('gives pages of what is open, the oldest first, and no secret', async () => {
    await auth.connection.collection('invitations').deleteMany({});
    const expired = await create();
    const made: NewInvitation[] = [];
    const clock = stopClock();
    clock.pass(4 * DAY);
    const other = await signUpAdmin(auth);
    for (let n = 0; n < 3; n++)
      made.push((await postInvitation(auth, other, newEmail()).expect(201)).body as NewInvitation);
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
  itIsForAdminsOnly(
    () => auth,
    async (device) => send(auth, 'delete', `invitations/${(await invite(auth)).id}`, device),
  );

  it('ends the invitation, and leaves a trail', async () => {
    const made = await create();
    expect((await remove(made.id).expect(200)).body).toEqual({});
    expectProblem(await signUpWith(auth, made), 400, 'invalid_token');
    expect(await trailOf(made.id)).toMatchObject([
      { action: 'remove_invitation', outcome: 'done' },
      { action: 'invite', outcome: 'done' },
    ]);
    await create(made.email);
  });

  it('is 404 for what is not open: unknown, removed, used', async () => {
    const [removed, used] = [await create(), await create()];
    await remove(removed.id).expect(200);
    await signUpWith(auth, used).expect(201);
    for (const id of ['a'.repeat(24), 'some-id', removed.id, used.id]) {
      expectProblem(await remove(id), 404, 'not_found');
    }
    expect(await auth.services.accounts.find(used.id)).toMatchObject({ email: used.email });
  });

  it('leaves an account alone that was made just then, and says that it was too late', async () => {
    const made = await create();
    // The invitation is still there when the account is: its process died in between.
    await auth.services.stores.accounts.insert(made.email, 'any', made.id);
    expectProblem(await remove(made.id), 404, 'not_found');
    expect(await auth.services.accounts.find(made.id)).toMatchObject({ email: made.email });
    expect(await trailOf(made.id)).toMatchObject([
      { action: 'remove_invitation', outcome: 'refused', code: 'not_found' },
      { action: 'invite', outcome: 'done' },
    ]);
  });

  it('can be repeated after a fault in between', async () => {
    const made = await create();
    jest.spyOn(auth.services.stores.invitations, 'remove').mockRejectedValueOnce(new Error('killed'));
    await remove(made.id).expect(500);
    await remove(made.id).expect(200);
    expectProblem(await signUpWith(auth, made), 400, 'invalid_token');
  });
});
