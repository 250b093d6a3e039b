import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsForAdminsOnly } from '../../support/admin-only';
import { deleteBan, putBan, signUpAdmin, type User } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { bearerOf, send, signUpDevice, type Owner } from '../../support/devices';
import { expectInvalid, expectProblem } from '../../support/problems';

interface Page {
  readonly users: User[];
  readonly next?: string;
}

let auth: TestAuth;
let admin: Owner;

const ask = (query: string) => send(auth, 'get', query, admin);

async function list(query: Record<string, string> = {}): Promise<Page> {
  return (await ask(`?${new URLSearchParams(query).toString()}`).expect(200)).body as Page;
}

/** The emails that a search finds. */
async function found(email: string): Promise<string[]> {
  return (await list({ email })).users.map((user) => user.email);
}

/** Makes an account past the service, which checks emails, in the shape that a sign-up gives it. */
async function insert(email: string): Promise<void> {
  await auth.services.stores.accounts.insert(email, 'any');
}

beforeAll(async () => {
  auth = await startAuth();
  admin = await signUpAdmin(auth);
});
afterAll(() => auth.stop());

describe('GET /api/users, as to who may,', () => {
  itIsForAdminsOnly(
    () => auth,
    (device) => send(auth, 'get', '', device),
  );

  it('asks who it is before it looks at what is asked for', async () => {
    const person = await signUpDevice(auth);
    expectProblem(await send(auth, 'get', '?limit=x', {}), 401, 'token_missing');
    expectProblem(await send(auth, 'get', '?limit=x', person), 403, 'forbidden');
  });

  it('takes a bearer token', async () => {
    const request = auth.request().get('/api/users');
    await request.set(bearerOf(admin)).expect(200);
  });
});

describe('GET /api/users', () => {
  it('shows of a user exactly what helps an admin', async () => {
    stopClock();
    try {
      const { email, id } = await signUpDevice(auth);
      expect(await list({ email })).toEqual({
        users: [{ id, email, roles: [], emailVerified: false, createdAt: new Date().toISOString() }],
      });
    } finally {
      restartClock();
    }
  });

  it('shows a ban while it is in force', async () => {
    const { email, id } = await signUpDevice(auth);
    const clock = stopClock();
    try {
      const until = new Date(Date.now() + MINUTE).toISOString();
      await putBan(auth, admin, id, { reason: 'spam', until }).expect(200);
      expect((await list({ email })).users).toEqual([
        expect.objectContaining({ ban: { reason: 'spam', until } }),
      ]);
      clock.pass(MINUTE);
      expect((await list({ email })).users[0]).not.toHaveProperty('ban');
      await putBan(auth, admin, id).expect(200);
      expect((await list({ email })).users).toEqual([expect.objectContaining({ ban: {} })]);
      await deleteBan(auth, admin, id).expect(200);
      expect((await list({ email })).users[0]).not.toHaveProperty('ban');
    } finally {
      restartClock();
    }
  });

  it('gives pages, each of which begins where the one before ended', async () => {
    const emails = Array.from({ length: 7 }, (_, n) => `page-${n}@paging.test`);
    for (const email of emails) await insert(email);
    const pages: Page[] = [];
    let after: string | undefined;
    do {
      pages.push(await list({ email: '@paging.test', limit: '3', ...(after && { after }) }));
      after = pages.at(-1)!.next;
    } while (after);
    expect(pages.map(({ users }) => users.map(({ email }) => email))).toEqual([
      emails.slice(0, 3),
      emails.slice(3, 6),
      emails.slice(6),
    ]);
    expect(pages.at(-1)).not.toHaveProperty('next');
    // A last page that is full has no next one either.
    expect(await list({ email: '@paging.test', limit: '7' })).not.toHaveProperty('next');
    expect((await list({ email: '@paging.test', limit: '6' })).users).toHaveLength(6);
  });

  it('gives 50 at once unless told, and 100 at most', async () => {
    await Promise.all(Array.from({ length: 101 }, (_, n) => insert(`many-${n}@crowd.test`)));
    expect((await list({ email: '@crowd.test' })).users).toHaveLength(50);
    expect((await list({ email: '@crowd.test', limit: '100' })).users).toHaveLength(100);
    expect((await list()).users).toHaveLength(50);
  });

  it.each<[string, string]>([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['after=', 'after'],
    ['after=nobody', 'after'],
    ['after=0123456789ab', 'after'],
    [`after=${'g'.repeat(24)}`, 'after'],
    [`after=${'a'.repeat(24)}&after=${'b'.repeat(24)}`, 'after'],
    ['email=a&email=b', 'email'],
    ['email=%00', 'email'],
    ['email=a%0Ab', 'email'],
    [`email=${'a'.repeat(255)}`, 'email'],
  ])('refuses ?%s', async (query, field) => {
    expectInvalid(await ask(`?${query}`), field);
  });

  it.each([
    'email[$ne]=x',
    'email[$regex]=.',
    'after[$gt]=',
    'role[$ne]=x',
    'banned[$ne]=',
    '$where=1',
    'email%5B%24gt%5D=',
    'roles=admin',
  ])('ignores ?%s, as any field it does not know', async (query) => {
    const all = await list();
    expect((await ask(`?${query}`).expect(200)).body).toEqual(all);
  });

  it('never shows a deleted account', async () => {
    const person = await signUpDevice(auth);
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expect(await found(person.email)).toEqual([]);
    expect(await found('deleted:')).toEqual([]);
    expect(await found(person.id)).toEqual([]);
  });
});
