import { createClient } from '@latchkey/common/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { setRolesNow } from '../support/change-account';
import { fetchWithCookies } from '../support/cookie-jar';
import { newEmail, PASSWORD } from '../support/people';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

function newBrowser() {
  const jar = fetchWithCookies();
  return { ...jar, client: createClient({ baseUrl: auth.url, fetch: jar.fetch }) };
}

async function signedUp() {
  const browser = newBrowser();
  const user = await browser.client.signUp({ email: newEmail(), password: PASSWORD });
  return { ...browser, user };
}

async function signedUpAdmin() {
  const admin = await signedUp();
  await setRolesNow(auth, admin.user.id, ['admin']);
  return admin;
}

describe('the client of a person', () => {
  it('signs up, in and out, and knows who that is', async () => {
    const { client, user } = await signedUp();
    expect(await client.currentUser()).toEqual({ currentUser: user });
    await client.signOut();
    expect(await client.currentUser()).toEqual({ currentUser: null });
    expect(await client.signIn({ email: user.email, password: PASSWORD })).toEqual(user);
    expect(await client.refresh()).toEqual(user);
  });

  it('sends cookies to a baseUrl, which can be another origin, unless it is told not to', async () => {
    const asked: (string | undefined)[] = [];
    const fetch = (_url: unknown, { credentials }: RequestInit = {}) => {
      asked.push(credentials);
      return Promise.resolve(Response.json({ currentUser: null }));
    };
    await createClient({ baseUrl: 'https://api.example.com', fetch }).currentUser();
    await createClient({ baseUrl: 'https://api.example.com', fetch }).fetch('/x', { credentials: 'omit' });
    await createClient({ fetch }).currentUser();
    expect(asked).toEqual(['include', 'omit', undefined]);
  });

  it('lists devices, ends one, ends the others', async () => {
    const { client, user } = await signedUp();
    const others = [newBrowser(), newBrowser()];
    for (const other of others) await other.client.signIn({ email: user.email, password: PASSWORD });
    const { sessions } = await client.listSessions();
    expect(sessions.map(({ current }) => current)).toEqual([false, false, true]);
    await client.endSession(sessions[0]!.id);
    expect((await client.listSessions()).sessions).toHaveLength(2);
    const first = await client.listSessions({ limit: 1 });
    const second = await client.listSessions({ limit: 1, after: first.next! });
    expect([...first.sessions, ...second.sessions].map(({ id }) => id)).toEqual([
      sessions[1]!.id,
      sessions[2]!.id,
    ]);
    expect(second).not.toHaveProperty('next');
    await client.endOtherSessions();
    expect((await client.listSessions()).sessions).toHaveLength(1);
  });

  it('reads what happened to the account, a page at a time', async () => {
    const { client, user } = await signedUp();
    await client.signIn({ email: user.email, password: PASSWORD });
    await auth.services.relay.drain();
    const { events, next } = await client.listMyEvents({ limit: 3 });
    const types = events.map(({ type }) => type);
    expect(types.toSorted()).toEqual(['session_ended', 'signed_in', 'signed_in']);
    expect(await client.listMyEvents({ after: next! })).toMatchObject({
      events: [{ type: 'account_created', byAdmin: false }],
    });
  });

  it('changes the password, and deletes the account', async () => {
    const { client, user } = await signedUp();
    const newPassword = `${PASSWORD} and more`;
    await client.changePassword({ currentPassword: PASSWORD, newPassword });
    await client.deleteAccount(newPassword);
    await expect(client.signIn({ email: user.email, password: newPassword })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
  });
});

describe('the client of an admin', () => {
  it('finds, shows, bans, unbans, ends sessions, sets roles and claims and reads what was done', async () => {
    const { client } = await signedUpAdmin();
    const { user } = await signedUp();
    const { users } = await client.listUsers({ email: user.email, limit: 1 });
    expect(users).toMatchObject([user]);
    expect(await client.banUser(user.id, { reason: 'spam' })).toMatchObject({ ban: { reason: 'spam' } });
    expect(await client.listUsers({ email: user.email, banned: true })).toMatchObject({
      users: [{ id: user.id }],
    });
    expect(await client.listUsers({ email: user.email, role: 'admin', banned: undefined })).toEqual({
      users: [],
    });
    expect(await client.unbanUser(user.id)).not.toHaveProperty('ban');
    expect(await client.endUserSessions(user.id)).toMatchObject({ id: user.id });
    await client.setRoles(user.id, ['tickets:purchase']);
    await client.setClaims(user.id, { tenant: 'acme' });
    expect(await client.showUser(user.id)).toMatchObject({
      roles: ['tickets:purchase'],
      claims: { tenant: 'acme' },
    });
    await auth.services.relay.drain();
    expect(await client.listUserEvents(user.id, { limit: 1 })).toMatchObject({
      events: [{ type: 'claims_changed', account: user.id }],
      next: expect.any(String),
    });
    const { entries } = await client.listAudit({ user: user.id });
    expect(entries.map(({ action }) => action)).toEqual([
      'set_claims',
      'set_roles',
      'end_sessions',
      'unban',
      'ban',
    ]);
  });

  it('invites somebody, who signs up with it, lists who is invited, and takes it back', async () => {
    const { client } = await signedUpAdmin();
    const [invited, taken] = [await client.invite(newEmail()), await client.invite(newEmail())];
    expect((await client.listInvitations()).invitations.map(({ id }) => id)).toEqual([invited.id, taken.id]);
    const signUp = ({ email, token }: typeof invited) =>
      newBrowser().client.signUp({ email, password: PASSWORD, invitation: token });
    expect(await signUp(invited)).toMatchObject({ id: invited.id, email: invited.email });
    await client.removeInvitation(taken.id);
    await expect(signUp(taken)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await client.listInvitations()).toEqual({ invitations: [] });
  });

  it('puts an id into the path as it is', async () => {
    const { client } = await signedUpAdmin();
    await expect(client.showUser('../users/me?x=1#')).rejects.toMatchObject({ code: 'not_found' });
  });
});
