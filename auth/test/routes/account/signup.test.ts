import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { setCookies } from '../../support/cookies';
import { userDocument } from '../../support/documents';
import { newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';

describe('POST /api/users/signup', () => {
  let auth: TestAuth;
  const post = (body?: object) => auth.request().post('/api/users/signup').send(body);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('makes an account and signs it in', async () => {
    const email = newEmail();
    const browser = auth.browser();
    const response = await browser.post('/api/users/signup').send({ email, password: PASSWORD }).expect(201);
    expect(response.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      email,
      roles: [],
      emailVerified: false,
    });
    const whoami = await browser.get('/api/users/currentuser').expect(200);
    expect(whoami.body).toEqual({ currentUser: response.body as unknown });
  });

  it('stores the password as an argon2id hash only', async () => {
    const email = newEmail();
    await post({ email, password: PASSWORD }).expect(201);
    const user = await userDocument(auth, email);
    expect(user?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(user)).not.toContain(PASSWORD);
  });

  it('trims and lower-cases the email, so that any spelling signs in', async () => {
    const email = newEmail();
    const response = await post({ email: ` ${email.toUpperCase()}\t`, password: PASSWORD }).expect(201);
    expect(response.body).toMatchObject({ email });
    for (const spelling of [email, email.toUpperCase(), `  ${email} `]) {
      await auth
        .request()
        .post('/api/users/signin')
        .send({ email: spelling, password: PASSWORD })
        .expect(200);
    }
  });

  it.each(['first.last+tag', "o'neill", 'ünïcode'])(
    'has no provider rules: %s stays as it is',
    async (name) => {
      const email = `${name}-${newEmail()}`.replace('example.com', 'gmail.com');
      const response = await post({ email, password: PASSWORD }).expect(201);
      expect(response.body).toMatchObject({ email });
    },
  );

  it('refuses an email that is in use, in any spelling', async () => {
    const email = newEmail();
    await post({ email, password: PASSWORD }).expect(201);
    const again = await post({ email: ` ${email.toUpperCase()}`, password: 'another password entirely' });
    expectProblem(again, 400, 'email_in_use');
    expect(setCookies(again)).toEqual([]);
  });

  it('lets exactly one of fifty parallel attempts have an email', async () => {
    const email = newEmail();
    const attempts = Array.from({ length: 50 }, (_, n) => post({ email, password: `${PASSWORD} ${n}` }));
    const answers = await Promise.all(attempts);
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    for (const loser of answers.filter(({ status }) => status !== 201)) {
      expectProblem(loser, 400, 'email_in_use');
      expect(setCookies(loser)).toEqual([]);
    }
    expect(await auth.connection.collection('users').countDocuments({ email })).toBe(1);
    const { id } = winners[0]!.body as { id: string };
    expect(await auth.connection.collection('sessions').countDocuments({ userId: id })).toBe(1);
  });

  it('ignores fields that nobody asked for', async () => {
    const email = newEmail();
    const wishes = { roles: ['admin'], gen: 9, sessionGen: 9, keepSid: 'x', ban: {}, _id: 'x', id: 'x' };
    const response = await post({ email, password: PASSWORD, ...wishes }).expect(201);
    expect(response.body).toMatchObject({ id: expect.not.stringMatching(/^x$/), roles: [] });
    const user = await userDocument(auth, email);
    expect(user).toMatchObject({ roles: [], gen: 0, sessionGen: 0 });
    expect(user).not.toHaveProperty('keepSid');
    expect(user).not.toHaveProperty('ban');
  });

  describe.each(['email', 'password'])('with an %s that is not a text', (field) => {
    const valid = { email: newEmail(), password: PASSWORD };

    it.each([
      ['an operator', { $gt: '' }],
      ['a list of one', ['person@example.com']],
      ['a nested list', [['person@example.com']]],
      ['a number', 12345678],
      ['null', null],
      ['true', true],
      ['an object with toString', { toString: 'person@example.com' }],
    ])('refuses %s', async (_what, value) => {
      expectInvalid(await post({ ...valid, [field]: value }), field);
    });

    it('refuses its absence', async () => {
      expectInvalid(await post({ ...valid, [field]: undefined }), field);
    });
  });

  it.each([
    '',
    'person',
    'person@',
    '@example.com',
    'two people@example.com',
    'person@example.com\u0000',
    'half-a-pair-\ud83d@example.com',
    '\udd11',
    'person@example.com, other@example.com',
    'Person <person@example.com>',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(126)}com`,
  ])('refuses %j as an email', async (email) => {
    expectInvalid(await post({ email, password: PASSWORD }), 'email');
  });

  it.each([
    ['no body', undefined],
    ['a list', [{ email: newEmail(), password: PASSWORD }]],
    ['an empty object', {}],
    [
      'fields of a prototype only',
      JSON.parse('{"__proto__":{"email":"a@b.example","password":"x"}}') as object,
    ],
  ])('asks for both fields when the body is %s', async (_what, body) => {
    expectInvalid(await post(body), 'email', 'password');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'does not read %s',
    async (type) => {
      const request = auth.request().post('/api/users/signup').type(type);
      expectInvalid(await request.send(`email=${newEmail()}&password=${PASSWORD}`), 'email', 'password');
    },
  );

  it.each(['{"email":', '{email:1}', 'null', '"text"', '{}{}', '\u0000'])(
    'calls the body %j malformed',
    async (body) => {
      const request = auth.request().post('/api/users/signup').type('json');
      expectProblem(await request.send(body), 400, 'malformed_json');
    },
  );

  it('refuses a body of 1 MB', async () => {
    const body = JSON.stringify({ email: newEmail(), password: 'x'.repeat(1_000_000) });
    const request = auth.request().post('/api/users/signup').type('json');
    expectProblem(await request.send(body), 413, 'payload_too_large');
  });

  it('inflates no body, since little bytes could be much work', async () => {
    const packed = auth
      .request()
      .post('/api/users/signup')
      .type('json')
      .set('Content-Encoding', 'gzip')
      .serialize((data) => data as string);
    const response = await packed.send(gzipSync('{}'));
    const faults = expectProblem(response, 415, 'unsupported_media_type');
    expect(faults[0]?.message).toMatch(/without Content-Encoding/);
  });

  it('refuses a charset and an encoding that it does not know', async () => {
    const request = () => auth.request().post('/api/users/signup').set('Content-Type', 'application/json');
    const charset = request().set('Content-Type', 'application/json; charset=klingon').send('{}');
    expectProblem(await charset, 415, 'unsupported_media_type');
    expectProblem(await request().set('Content-Encoding', 'rot13').send('{}'), 415, 'unsupported_media_type');
  });
});
