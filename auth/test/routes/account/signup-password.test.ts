import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { newEmail } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { withAuth } from '../../support/with-auth';

const EMOJI = '🔑🐟🌵🎈🚲🧭🪁🍉';

const post = (auth: TestAuth, path: 'signup' | 'signin', email: string, password: string) =>
  auth.request().post(`/api/users/${path}`).send({ email, password });

/** Signs somebody up with a password, which has to be good enough. */
async function signUpWith(auth: TestAuth, password: string): Promise<string> {
  const email = newEmail();
  await post(auth, 'signup', email, password).expect(201);
  return email;
}

describe('the password of POST /api/users/signup', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it.each([
    ['8 characters', 'qzkvxwpj'],
    ['256 characters', 'the seven violins of Q '.repeat(12).slice(0, 256)],
    ['8 emoji', EMOJI],
    ['256 emoji, which count once each', EMOJI.repeat(32)],
    ['spaces in it and around it', ' the seven violins '],
    ['a NUL in it', 'some words before\u0000some after'],
  ])('may have %s', async (_what, password) => {
    const email = await signUpWith(auth, password);
    await post(auth, 'signin', email, password).expect(200);
  });

  it.each([
    ['no characters', '', /at least 8/],
    ['7 characters', 'qzkvxwp', /at least 8/],
    ['7 emoji, which are 28 bytes', '🔑'.repeat(7), /at least 8/],
    ['7 characters that are typed as 14', 'e\u0301'.repeat(7), /at least 8/],
    ['257 characters', 'q'.repeat(257), /at most 256/],
    ['257 emoji', '🔑'.repeat(257), /at most 256/],
    ['half a surrogate pair in it', 'before\ud83dafter', /whole characters/],
    ['31 combining marks in a row', `correct horse${'\u0301'.repeat(31)}`, /at most 30 combining marks/],
  ])('may not have %s', async (_what, password, reason) => {
    const response = await post(auth, 'signup', newEmail(), password);
    expectInvalid(response, 'password');
    expect(expectProblem(response, 400, 'validation_failed')[0]?.message).toMatch(reason);
  });

  it('is the same in each form that keyboards send it in', async () => {
    const [decomposed, composed] = ['cafe\u0301 au lait', 'caf\u00e9 au lait'];
    const email = await signUpWith(auth, decomposed);
    await post(auth, 'signin', email, composed).expect(200);
    await post(auth, 'signin', await signUpWith(auth, composed), decomposed).expect(200);
  });

  it.each([
    ['cut short', 'a rather long password, over 72 bytes'.repeat(4), (text: string) => text.slice(0, -1)],
    ['trimmed', '  with spaces around  ', (text: string) => text.trim()],
    ['lower-cased', 'With Capital Letters', (text: string) => text.toLowerCase()],
    ['cut at a NUL', 'words before\u0000and after', (text: string) => text.split('\u0000')[0]!],
  ])('is not %s before it is hashed', async (_what, password, other) => {
    const email = await signUpWith(auth, password);
    expectProblem(await post(auth, 'signin', email, other(password)), 400, 'invalid_credentials');
    await post(auth, 'signin', email, password).expect(200);
  });

  it.each(['password1', 'PASSWORD1', 'qwertyuiop'])(
    'is not the common %s; the reason is told',
    async (common) => {
      const response = await post(auth, 'signup', newEmail(), common);
      expectInvalid(response, 'password');
      expect(expectProblem(response, 400, 'validation_failed')[0]?.message).toMatch(/most common/);
    },
  );

  it.each(['aaaaaaaa', 'Passw0rd!', 'Summer2026!', 'abcdefgh', 'Latchkey2026!'])(
    'is not as easy to guess as %s',
    async (password) => {
      const response = await post(auth, 'signup', newEmail(), password);
      expectInvalid(response, 'password');
    },
  );

  it('is not made of the email that it is for, however that is written', async () => {
    const [local, domain] = ['Ada.Lovelace', `nord-${randomUUID()}.example`];
    for (const password of [`${local}@${domain}`, 'adalovelace', 'l0velace2026!']) {
      const response = await post(auth, 'signup', ` ${local}@${domain}`, password);
      const faults = expectProblem(response, 400, 'validation_failed');
      expect(faults).toEqual([{ field: 'password', message: expect.stringContaining('your email address') }]);
    }
  });

  it('is validated also where the email is no email, so that both are told at once', async () => {
    for (const email of [undefined, 7, 'no email', 'x'.repeat(1_000)]) {
      const response = await auth.request().post('/api/users/signup').send({ email, password: 'aaaaaaaa' });
      expectInvalid(response, 'email', 'password');
    }
  });

  it('is in no answer, whether it was taken or refused', async () => {
    const secret = 'never-tell-this-one';
    const email = await signUpWith(auth, secret);
    const answers = [
      await post(auth, 'signup', newEmail(), secret),
      await post(auth, 'signup', email, secret),
      await post(auth, 'signup', 'no email', secret),
      await post(auth, 'signup', newEmail(), secret.repeat(20)),
      await post(auth, 'signin', email, secret),
      await post(auth, 'signin', email, `${secret}!`),
      await auth.request().post('/api/users/signup').type('json').send(`{"password":"${secret}"`),
    ];
    for (const { text, headers } of answers) {
      expect(text).not.toContain(secret);
      expect(JSON.stringify(headers)).not.toContain(secret);
    }
  });
});

describe('the password settings', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ PASSWORD_BLOCKLIST: 'false', PASSWORD_MIN_LENGTH: '6' });
  });
  afterAll(() => auth.stop());

  it.each(['password1', 'aaaaaaaa', 'Latchkey1'])(
    'accept %s with PASSWORD_BLOCKLIST=false',
    async (password) => {
      const email = await signUpWith(auth, password);
      await post(auth, 'signin', email, password).expect(200);
    },
  );

  it('accept PASSWORD_MIN_LENGTH characters and no fewer', async () => {
    await signUpWith(auth, '123456');
    expectInvalid(await post(auth, 'signup', newEmail(), '12345'), 'password');
  });
});

describe('APP_NAME', () => {
  it('is not what a password may be made of', async () => {
    await withAuth({ APP_NAME: 'Ticket Shop' }, async (auth) => {
      const response = await post(auth, 'signup', newEmail(), 'TicketShop1!');
      expectInvalid(response, 'password');
      expect(response.text).toContain('the name of this application');
    });
  });
});
