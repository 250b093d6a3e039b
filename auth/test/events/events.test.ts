import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmailHash } from '../../src/events/email-hash';
import { onlyAdmins, putBan, putRoles, deleteBan, signUpAdmin } from '../support/admins';
import { JWT_KEY, startAuth, type TestAuth } from '../support/auth-service';
import { deviceOf, refreshDevice, send, sidOf, signInDevice, signUpDevice } from '../support/devices';
import { cookieValue } from '../support/cookies';
import { eventsIn } from '../support/events';
import { collectLogs } from '../support/logs';
import { postInvitation, type NewInvitation } from '../support/invitations';
import { newEmail, PASSWORD } from '../support/people';
import { accessTokenIn } from '../support/tokens';

const { lines, stream } = collectLogs();
let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({}, stream);
});
afterAll(() => auth.stop());

const hashOf = createEmailHash(JWT_KEY);
const NEXT_PASSWORD = 'another long passphrase';

const eventsOf = (work: () => Promise<unknown>) => eventsIn(lines, work);

const from = (ip: string) => ({ 'X-Forwarded-For': ip });
const signInAs = (email: string, password: string, ip: string) =>
  auth.request().post('/api/users/signin').set(from(ip)).send({ email, password });

describe('one line for each outcome', () => {
  it('of signing up, in and out', async () => {
    const email = newEmail();
    let account = '';
    const [created] = await eventsOf(async () => {
      const answer = await auth
        .request()
        .post('/api/users/signup')
        .set(from('203.0.113.7'))
        .send({ email, password: PASSWORD })
        .expect(201);
      account = (answer.body as { id: string }).id;
    });
    const sid = expect.stringMatching(/^[\w-]{22}$/);
    const known = { account, emailHash: hashOf(email), sid, address: '203.0.113.7' };
    expect(created).toEqual({ event: 'account_created', ...known });

    let device = await signInDevice(auth, { email, password: PASSWORD });
    const events = await eventsOf(async () => {
      device = deviceOf(await signInAs(email, PASSWORD, '203.0.113.7').expect(200));
      await send(auth, 'post', 'signout', device).set(from('203.0.113.7')).expect(200);
      await send(auth, 'post', 'signout', device).expect(200);
    });
    expect(events).toEqual([
      { event: 'signed_in', ...known, sid: sidOf(device) },
      { event: 'signed_out', sid: sidOf(device), address: '203.0.113.7' },
    ]);
  });

  it('of a failed sign-in, the same for a known and an unknown email but for its hash', async () => {
    const { email } = await signUpDevice(auth);
    const unknown = newEmail();
    const events = await eventsOf(async () => {
      await signInAs(email, 'a wrong password', '198.51.100.9').expect(400);
      await signInAs(` ${unknown.toUpperCase()}`, 'a wrong password', '198.51.100.9').expect(400);
    });
    const failure = { event: 'sign_in_failed', reason: 'invalid_credentials', address: '198.51.100.9' };
    expect(events).toEqual([
      { ...failure, emailHash: hashOf(email) },
      { ...failure, emailHash: hashOf(unknown) },
    ]);
  });

  it('of a sign-up with an email that is taken', async () => {
    const { email } = await signUpDevice(auth);
    const again = () =>
      auth.request().post('/api/users/signup').send({ email, password: PASSWORD }).expect(400);
    expect(await eventsOf(again)).toEqual([
      {
        event: 'sign_up_failed',
        reason: 'email_in_use',
        emailHash: hashOf(email),
        address: expect.any(String),
      },
    ]);
  });

  it('of a refresh that is refused, and of a refresh token that comes again', async () => {
    const first = await signUpDevice(auth);
    const [sid, account] = [sidOf(first), first.id];
    const second = deviceOf(await refreshDevice(auth, first).expect(200));
    const third = deviceOf(await refreshDevice(auth, second).expect(200));
    const events = await eventsOf(() => refreshDevice(auth, first).set(from('198.51.100.9')).expect(401));
    const address = '198.51.100.9';
    expect(events).toEqual([
      { event: 'token_reused', account, sid, address },
      { event: 'refresh_refused', account, sid, address, reason: 'session_revoked' },
    ]);
    const bounced = () => send(auth, 'get', 'refresh?return_to=/', third).set(from(address)).expect(303);
    expect(await eventsOf(bounced)).toEqual([
      { event: 'refresh_refused', account, sid, address, reason: 'session_revoked' },
    ]);
  });

  it('of a password that is changed, or not', async () => {
    const owner = await signUpDevice(auth);
    const change = (currentPassword: string) =>
      send(auth, 'post', 'password', owner).send({ currentPassword, newPassword: NEXT_PASSWORD });
    let changed = '';
    const events = await eventsOf(async () => {
      await change('a wrong password').expect(400);
      changed = sidOf(deviceOf(await change(owner.password).expect(200)));
    });
    const known = { account: owner.id, sid: sidOf(owner), address: expect.any(String) };
    expect(events).toEqual([
      { event: 'password_change_failed', ...known, reason: 'invalid_credentials' },
      { event: 'password_changed', ...known, newSid: changed },
    ]);
  });

  it('of sessions that their owner ends, and of an account that is deleted', async () => {
    const owner = await signUpDevice(auth);
    const other = await signInDevice(auth, owner);
    const events = await eventsOf(async () => {
      await send(auth, 'delete', `sessions/${sidOf(other)}`, owner).expect(200);
      const kept = await send(auth, 'delete', 'sessions', owner).expect(200);
      const device = { ...owner, session: cookieValue(kept, 'session')! };
      await send(auth, 'delete', 'me', device).send({ password: 'a wrong password' }).expect(400);
      await send(auth, 'delete', 'me', device).send({ password: owner.password }).expect(200);
    });
    const known = { account: owner.id, sid: sidOf(owner), address: expect.any(String) };
    expect(events).toEqual([
      { event: 'session_ended', ...known, sid: sidOf(other), reason: 'ended_by_user' },
      { event: 'sessions_ended', ...known, reason: 'ended_by_user' },
      { event: 'account_deletion_failed', ...known, reason: 'invalid_credentials' },
      { event: 'account_deleted', ...known },
    ]);
  });

  it('of a session that the next sign-in in the same browser takes the place of', async () => {
    const owner = await signUpDevice(auth);
    const again = () => send(auth, 'post', 'signin', owner).send(owner).expect(200);
    const [ended, signedIn] = await eventsOf(again);
    expect(ended).toMatchObject({ event: 'session_ended', sid: sidOf(owner), reason: 'signed_in_again' });
    expect(signedIn).toMatchObject({ event: 'signed_in', account: owner.id });
  });

  it('of what admins do to others, and of what is refused to them and to those who are none', async () => {
    const [admin, person] = [await signUpAdmin(auth), await signUpDevice(auth)];
    await onlyAdmins(auth, admin);
    const invited = newEmail();
    const events = await eventsOf(async () => {
      await putBan(auth, admin, person.id, { reason: 'canary' }).expect(200);
      await signInAs(person.email, person.password, '198.51.100.9').expect(403);
      await deleteBan(auth, admin, person.id).expect(200);
      await putRoles(auth, admin, person.id, ['editor']).expect(200);
      await send(auth, 'put', `${person.id}/claims`, admin)
        .send({ claims: { plan: 'pro' } })
        .expect(200);
      const { id } = (await postInvitation(auth, admin, invited).expect(201)).body as NewInvitation;
      await send(auth, 'delete', `invitations/${id}`, admin).expect(200);
      await putRoles(auth, admin, admin.id, []).expect(409);
    });
    const act = { account: person.id, actor: admin.id };
    expect(events).toMatchObject([
      { event: 'banned', ...act },
      { event: 'sign_in_failed', reason: 'banned', emailHash: hashOf(person.email) },
      { event: 'unbanned', ...act },
      { event: 'roles_changed', ...act },
      { event: 'claims_changed', ...act },
      { event: 'invited', actor: admin.id, emailHash: hashOf(invited) },
      { event: 'invitation_removed', actor: admin.id },
      { event: 'admin_act_refused', account: admin.id, act: 'PUT /:id/roles', reason: 'last_admin' },
    ]);
    const nobody = await signUpDevice(auth);
    expect(await eventsOf(() => putBan(auth, nobody, person.id).expect(403))).toMatchObject([
      { event: 'admin_act_refused', account: nobody.id, act: 'PUT /:id/ban', reason: 'forbidden' },
    ]);
  });
});

it('each is counted, by event and reason', async () => {
  await signUpDevice(auth);
  const { text } = await auth.internal().get('/metrics').expect(200);
  expect(text).toMatch(/^latchkey_authentication_events_total\{event="account_created",reason=""\} \d+$/m);
});

it('no line has an email, a password or a token in it', async () => {
  const owner = await signUpDevice(auth);
  await signInAs(owner.email, 'a wrong canary', '198.51.100.10').expect(400);
  const refreshed = deviceOf(await refreshDevice(auth, owner).expect(200));
  const text = JSON.stringify(lines);
  expect(text).not.toContain('@example.com');
  for (const secret of [PASSWORD, NEXT_PASSWORD, 'canary', accessTokenIn(owner.session), owner.refresh])
    expect(text).not.toContain(secret);
  expect(text).not.toContain(refreshed.refresh.split('.')[2]!);
});
