import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signUpAdmin, type User } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, type Owner } from '../../support/devices';
import { newEmail } from '../../support/people';

describe('GET /api/users?email=', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  /** The emails that a search finds. */
  async function found(email: string): Promise<string[]> {
    const query = new URLSearchParams({ email }).toString();
    const { body } = (await send(auth, 'get', `?${query}`, admin).expect(200)) as { body: { users: User[] } };
    return body.users.map((user) => user.email);
  }

  /** Makes an account past the service, which checks emails, in the shape that a sign-up gives it. */
  async function insert(email: string): Promise<void> {
    await auth.services.stores.accounts.insert(email, 'any');
  }

  it('finds by a part of the email, however it is written', async () => {
    const email = newEmail();
    await insert(email);
    const part = email.slice(5, 25);
    expect(await found(part)).toEqual([email]);
    expect(await found(part.toUpperCase())).toEqual([email]);
    expect(await found(` ${email} `)).toEqual([email]);
    expect(await found(email.slice(0, -1))).toEqual([email]);
    expect(await found(`${email}x`)).toEqual([]);
  });

  it('finds an email that an older service stored in capitals', async () => {
    await insert('Old.Timer@Example.com');
    expect(await found('old.timer@')).toEqual(['Old.Timer@Example.com']);
  });

  it.each([
    '.*',
    '^',
    '$',
    'a|b',
    '(',
    '[a-z]',
    'x{1}',
    'a?b',
    '\\w',
    '\\Q',
    'a+c',
    '\\',
    '(?i)x',
    '#',
    '-',
    '/',
  ])('takes %j as it stands', async (part) => {
    const [with_, without] = [`${part}@literal.test`, 'aaabbbccc@literal.test'];
    await insert(with_);
    if ((await found(without)).length === 0) await insert(without);
    expect(await found(`${part}@literal`)).toEqual([with_]);
  });

  it('finds letters beyond ASCII', async () => {
    await insert('jürgen@umlaut.test');
    expect(await found('JÜRGEN@')).toEqual(['jürgen@umlaut.test']);
    expect(await found('ju\u0308rgen@')).toEqual(['jürgen@umlaut.test']);
  });
});
