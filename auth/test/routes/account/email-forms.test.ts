import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { signUpAdmin } from '../../support/admins';
import { restartClock, stopTimeouts } from '../../support/clock';
import { startCountedAuth, type CountedAuth } from '../../support/commands';
import { send, type Owner } from '../../support/devices';
import { signUpStoredAs } from '../../support/documents';
import { invite, postInvitation, signUpWith, storedFor } from '../../support/invitations';
import { PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';

const LOOK_ALIKES = ['ad\u200ba', 'ada\u202e', 'ad\u034fa', '\uff41da', '\u0430da', 'ad\u00a0a', 'ada\u0000'];

let auth: CountedAuth;
let admin: Owner;
beforeAll(async () => {
  auth = await startCountedAuth({ FAILURES_PER_ADDRESS: '1000/1h' });
  admin = await signUpAdmin(auth);
});
afterEach(restartClock);
afterAll(() => auth.stop());

const post = (path: string, email: string, password = PASSWORD) =>
  auth.request().post(`/api/users/${path}`).send({ email, password });

const name = () => `p-${randomUUID()}`;

describe('an address in several forms', () => {
  const forms = (local: string) => [
    `${local}@m\u00fcnchen.example`,
    `${local.toUpperCase()}@MU\u0308NCHEN.example`,
    `${local}@xn--mnchen-3ya.example`,
    ` ${local}@XN--mnchen-3YA.example `,
  ];

  it('is one account, at sign-up and sign-in', async () => {
    const local = name();
    const [first, ...others] = forms(local);
    const body = (await post('signup', first!).expect(201)).body as object;
    expect(body).toMatchObject({ email: `${local}@xn--mnchen-3ya.example` });
    for (const other of others) {
      expectProblem(await post('signup', other), 400, 'email_in_use');
      expect((await post('signin', other).expect(200)).body).toEqual(body);
    }
  });

  it('is one account also when all sign up at once', async () => {
    const answers = await Promise.all(forms(name()).map((form) => post('signup', form)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
  });

  it('is one account to guess at', async () => {
    const local = name();
    await post('signup', forms(local)[0]!).expect(201);
    for (let n = 0; n < 20; n++) await post('signin', forms(local)[n % 4]!, 'a wrong one').expect(400);
    expectTooMany(await post('signin', forms(local)[0]!));
  });

  it('is one invitation', async () => {
    const local = name();
    for (const form of forms(local)) await postInvitation(auth, admin, form).expect(201);
    expect(await storedFor(auth, `${local}@xn--mnchen-3ya.example`)).toHaveLength(1);
    const { token } = await invite(auth, `${local}@xn--mnchen-3ya.example`);
    await signUpWith(auth, { email: forms(local)[1]!, token }).expect(201);
    for (const form of forms(local))
      expectProblem(await postInvitation(auth, admin, form), 409, 'email_in_use');
  });

  it('is an invitation still that an older release has stored', async () => {
    const { email, token } = await invite(auth, `${name()}@m\u00fcnchen.example`);
    await signUpWith(auth, { email, token }).expect(201);
  });

  it('is found by admins in a part of it', async () => {
    const local = name();
    const { id } = (await post('signup', forms(local)[0]!).expect(201)).body as { id: string };
    for (const part of [...forms(local), `${local.slice(8)}@m\u00fcnchen`]) {
      const answer = await send(auth, 'get', `?email=${encodeURIComponent(part)}`, admin).expect(200);
      expect((answer.body as { users: object[] }).users).toMatchObject([{ id }]);
    }
  });

  it('counts as word of the account in a new password, as people read it', async () => {
    const email = 'ada@g\u00e4nsebl\u00fcmchen.example';
    const response = await post('signup', email, 'g\u00e4nsebl\u00fcmchen1');
    expectInvalid(response, 'password');
    expect(response.text).toContain('your email address');
  });
});

describe('an account that is stored in an older form', () => {
  it.each([
    ['with capitals', (local: string) => `${local.toUpperCase()}@Example.com`],
    ['with a domain in Unicode', (local: string) => `${local}@m\u00fcnchen.example`],
    ['with a small letter that was not composed', (local: string) => `${local}j\u030c@example.com`],
    ['with a zero-width space', (local: string) => `${local}\u200b@example.com`],
    ['with an override in its domain', (local: string) => `${local}@exam\u202eple.com`],
    ['with letters of two alphabets', (local: string) => `${local}\u0430@example.com`],
  ])('%s is found by its email', async (_how, form) => {
    const email = form(name());
    const { id } = await signUpStoredAs(auth, email);
    expect((await post('signin', email).expect(200)).body).toMatchObject({ id });
    expect((await post('signup', email)).status).toBe(400);
  });

  it('is found by the same email in its one form', async () => {
    const local = name();
    const { id } = await signUpStoredAs(auth, `${local}@m\u00fcnchen.example`);
    const present = `${local}@xn--mnchen-3ya.example`;
    expect((await post('signin', present).expect(200)).body).toMatchObject({ id });
    expectProblem(await post('signup', present), 400, 'email_in_use');
  });

  it('steps back behind the account that has the one form', async () => {
    const local = name();
    await signUpStoredAs(auth, `${local.toUpperCase()}@Example.com`);
    const { id } = await signUpStoredAs(auth, `${local}@example.com`);
    expect((await post('signin', `${local.toUpperCase()}@Example.com`).expect(200)).body).toMatchObject({
      id,
    });
  });

  it('costs as many commands as an unknown one', async () => {
    const email = `${name().toUpperCase()}@M\u00fcnchen.example`;
    await signUpStoredAs(auth, email);
    stopTimeouts();
    const known = await auth.commandsOf(() => post('signin', email, 'a wrong one').expect(400));
    const other = `${name().toUpperCase()}@M\u00fcnchen.example`;
    const unknown = await auth.commandsOf(() => post('signin', other, 'a wrong one').expect(400));
    expect(known).toEqual(unknown);
    expect(known.filter((command) => command === 'find users')).toHaveLength(1);
  });
});

describe('an address that looks like another one', () => {
  it.each(LOOK_ALIKES)('%j gets no account and no invitation', async (local) => {
    expectInvalid(await post('signup', `${local}@example.com`), 'email');
    expectInvalid(await postInvitation(auth, admin, `${local}@example.com`), 'email');
  });

  it('is an unknown email at a sign-in', async () => {
    const response = await post('signin', 'ad\u200ba@example.com');
    expectProblem(response, 400, 'invalid_credentials');
  });
});
