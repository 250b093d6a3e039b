import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct } from '../../support/admin-only';
import { signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import { send, signUpDevice, type Owner } from '../../support/devices';
import {
  inviteAs,
  postInvitation,
  signUpWith,
  storedFor,
  trailOf,
  type NewInvitation,
} from '../../support/invitations';
import { newEmail } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { withAuth } from '../../support/with-auth';

let auth: TestAuth;
let admin: Owner;

beforeAll(async () => {
  auth = await startAuth({ PUBLIC_URL: 'https://app.example.com' });
  admin = await signUpAdmin(auth);
});
afterEach(restartClock);
afterAll(() => auth.stop());

describe('POST /api/users/invitations', () => {
  itIsAnAdminAct(
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
    expect(JSON.stringify((await send(auth, 'get', 'invitations', admin).expect(200)).body)).not.toContain(
      token,
    );
  });

  it('leads to the account pages where there are some', async () => {
    await withAuth({ PUBLIC_URL: 'https://app.example.com', ACCOUNT_PATH: '/account' }, async (other) => {
      const response = await postInvitation(other, await signUpAdmin(other), newEmail()).expect(201);
      const { link, token } = response.body as NewInvitation;
      expect(link).toBe(`https://app.example.com/account/signup?invitation=${token}`);
    });
  });

  it('has no link without PUBLIC_URL', async () => {
    await withAuth({}, async (other) => {
      const response = await postInvitation(other, await signUpAdmin(other), newEmail()).expect(201);
      expect(response.body).not.toHaveProperty('link');
    });
  });

  it('makes an invitation that works', async () => {
    const { email, id, token } = await inviteAs(auth, admin);
    expect((await signUpWith(auth, { email, token }).expect(201)).body).toMatchObject({ id, email });
  });

  it('ends the earlier invitation of the address: there is one at most', async () => {
    const first = await inviteAs(auth, admin);
    const second = await inviteAs(auth, admin, first.email);
    expect(await storedFor(auth, first.email)).toEqual([second.id]);
    expectProblem(await signUpWith(auth, first), 400, 'invalid_token');
    await signUpWith(auth, second).expect(201);
    expect(await trailOf(auth, admin, first.id)).toMatchObject([
      { actor: admin.id, action: 'remove_invitation', outcome: 'done' },
      { actor: admin.id, action: 'invite', outcome: 'done' },
    ]);
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
    const [refused] = await trailOf(auth, admin, admin.id);
    expect(refused).toMatchObject({
      action: 'invite',
      outcome: 'refused',
      code: 'email_in_use',
      details: {},
    });
    expect(JSON.stringify(refused)).not.toContain(email);
  });

  it('refuses where nobody can sign up', async () => {
    await withAuth({}, async (open) => {
      const device = await signUpAdmin(open);
      const closed = await startAuth({ MONGO_URI: open.config.MONGO_URI, SIGN_UP: 'closed' });
      expectProblem(await postInvitation(closed, device, newEmail()), 403, 'sign_up_closed');
      const [refused] = await trailOf(closed, device, device.id);
      expect(refused).toMatchObject({ action: 'invite', outcome: 'refused', code: 'sign_up_closed' });
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
    const { id, email, token } = await inviteAs(auth, admin);
    const trail = await trailOf(auth, admin, id);
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
