import { createClient, LatchkeyError, readAnswer } from '@latchkey/common/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAreas } from '../../src/apps/endpoints';
import { createDocument } from '../../src/openapi/document';
import { EVERY_ENDPOINT } from '../support/every-endpoint';
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

describe('the error of a client', () => {
  it('says what is wrong with which field', async () => {
    const error: unknown = await newBrowser()
      .client.signUp({ email: 'nobody', password: '' })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LatchkeyError);
    expect(error).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [
        { field: 'email', message: expect.any(String) },
        { field: 'password', message: expect.any(String) },
      ],
    });
  });

  it('says so when nobody answers', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' });
    await expect(client.currentUser()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it.each([
    ['a page', new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'Retry-After': '7' } })],
    [
      'JSON of somebody else',
      new Response('{"error":"no"}', { status: 502, headers: { 'Retry-After': '7' } }),
    ],
    ['nothing', new Response(null, { status: 502, headers: { 'Retry-After': '7' } })],
  ])('says so when the answer is %s', async (_what, answer) => {
    const client = createClient({ fetch: () => Promise.resolve(answer) });
    await expect(client.signOut()).rejects.toMatchObject({
      status: 502,
      code: 'unexpected_answer',
      retryAfter: 7,
    });
  });

  it('has the code of a service of yours apart, since its own codes are a closed set', async () => {
    const answer = Response.json({ code: 'sold_out', errors: [{ message: 'No seats.' }] }, { status: 409 });
    await expect(readAnswer(answer)).rejects.toMatchObject({
      status: 409,
      code: 'service_error',
      serviceCode: 'sold_out',
      errors: [{ message: 'No seats.' }],
    });
  });

  it('has a code for all that the OpenAPI document names', async () => {
    const { paths } = createDocument(listAreas(EVERY_ENDPOINT), { cookieSecure: false });
    const answers = Object.values(paths).flatMap((methods) => Object.values(methods)) as {
      responses: Record<string, { description: string }>;
    }[];
    const failures = answers.flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => !/^[23]/.test(status)),
    );
    const named = failures.flatMap(([, { description }]) => description.match(/`[a-z]+(?:_[a-z]+)+`/g) ?? []);
    const codes = [...new Set(named)].map((name) => name.slice(1, -1));
    expect(codes).toContain('session_revoked');
    for (const code of codes) {
      const answer = Response.json({ code, errors: [] }, { status: 400 });
      await expect(readAnswer(answer)).rejects.toMatchObject({ code });
    }
  });
});
