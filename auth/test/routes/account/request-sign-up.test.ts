import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, restartClock, stopClock } from '../../support/clock';
import { startCountedAuth, type CountedAuth } from '../../support/commands';
import { cookieAttributes, setCookies } from '../../support/cookies';
import { changeUser } from '../../support/documents';
import { openMails } from '../../support/mailbox';
import { newAddress, newEmail, PASSWORD, signUp } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import {
  openMessages,
  postSignUp,
  shown,
  SIGN_UP_CEREMONY,
  signUpVerified,
  WITH_REQUIRED,
} from '../../support/waiting-sign-ups';

let auth: CountedAuth;

/** One on the same database that makes accounts at once. */
let before: TestAuth;
beforeAll(async () => {
  auth = await startCountedAuth(WITH_REQUIRED);
  before = await startAuth({ MONGO_URI: auth.config.MONGO_URI });
});
afterEach(() => {
  restartClock();
  jest.restoreAllMocks();
});
afterAll(async () => {
  await auth.stop();
  await before.stop();
});
const waiting = () => auth.connection.collection<{ _id: string; email: string }>('signups');

/** Addresses of all kinds, by what is mailed to each. */
async function addresses(): Promise<Record<string, string>> {
  const { accounts } = auth.services.stores;
  const [deleted, banned, reserved] = [await signUp(before), await signUp(before), newEmail()];
  await auth.services.accounts.delete((await accounts.findById(deleted.id))!, []);
  await changeUser(auth, banned.email, { ban: {} });
  await accounts.addresses.reserve(reserved, accounts.newId(), new Date(Date.now() + 72 * HOUR));
  return {
    free: newEmail(),
    deleted: deleted.email,
    verified: (await signUpVerified(auth)).email,
    unverified: (await signUp(before)).email,
    banned: banned.email,
    reserved,
  };
}

describe('POST /api/users/signup with EMAIL_VERIFICATION=required', () => {
  it('answers, sets and writes the same for each address, and the mail alone tells', async () => {
    const people = await addresses();
    await openMails(auth);
    const [answers, commands]: [unknown[], string[][]] = [[], []];
    for (const email of Object.values(people))
      commands.push(
        await auth.commandsOf(async () => {
          const response = await postSignUp(auth, { email });
          expect([response.status, response.body]).toEqual([202, { next: 'verify_email' }]);
          answers.push(shown(response));
        }),
      );
    for (const each of answers) expect(each).toEqual(answers[0]);
    for (const each of commands) expect(each).toEqual(commands[0]);
    expect(commands[0]!.filter((command) => command.startsWith('insert'))).toEqual([
      'insert ceremonies',
      'insert signups',
      'insert deliveries',
    ]);
    const written = await waiting()
      .find({ email: { $in: Object.values(people) } })
      .toArray();
    expect(written).toHaveLength(Object.keys(people).length);
    for (const each of written) expect(Object.keys(each)).toEqual(Object.keys(written[0]!));
    expect(Object.fromEntries(await openMessages(auth))).toEqual({
      [people.free!]: 'verify_email',
      [people.deleted!]: 'verify_email',
      [people.verified!]: 'account_exists',
      [people.unverified!]: 'account_exists',
      [people.reserved!]: 'account_exists',
    });
  });

  it('hashes the password for each address', async () => {
    const { email } = await signUpVerified(auth);
    const hashes = jest.spyOn(auth.services.hashes, 'withPlace');
    for (const each of [email, newEmail()]) await postSignUp(auth, { email: each }).expect(202);
    expect(hashes).toHaveBeenCalledTimes(2);
    const passwords = await waiting().distinct('password', { email });
    expect(passwords).toEqual([expect.stringMatching(/^\$argon2id\$/)]);
    await openMails(auth);
  });

  it('makes no account and no session, and no sign-in reads what waits', async () => {
    const email = newEmail();
    const response = await postSignUp(auth, { email }).expect(202);
    expect(setCookies(response).map((line) => line.split('=', 1)[0])).toEqual([SIGN_UP_CEREMONY]);
    expect(cookieAttributes(response, SIGN_UP_CEREMONY)).toMatchObject({
      httponly: true,
      samesite: 'Lax',
      path: '/',
      'max-age': String(DAY / 1000),
    });
    await openMails(auth);
    expect(await auth.services.accounts.findByEmail(email)).toBeUndefined();
    const signIn = auth.request().post('/api/users/signin').send({ email, password: PASSWORD });
    expectProblem(await signIn, 400, 'invalid_credentials');
  });

  it('mails a link to the one form of the address, in the language of the browser', async () => {
    const email = newEmail();
    await postSignUp(auth, { email: ` ${email.toUpperCase()} ` }).set('Accept-Language', 'de');
    const [mail] = await openMails(auth);
    expect(mail).toEqual({
      recipient: email,
      message: 'verify_email',
      language: 'de',
      link: expect.stringMatching(
        /^https:\/\/shop\.example\.com\/account\/verify-email\?token=[0-9a-f]{24}\.[\w-]{43}$/,
      ),
    });
  });

  it('leads to the sign-in where there is an account, and keeps nothing readable', async () => {
    const { email } = await signUpVerified(auth);
    const response = await postSignUp(auth, { email }).expect(202);
    const [mail] = await openMails(auth);
    expect(mail).toMatchObject({
      message: 'account_exists',
      link: 'https://shop.example.com/account/signin',
    });
    const stored = JSON.stringify([
      await waiting().find({ email }).toArray(),
      await auth.connection.collection('ceremonies').find().toArray(),
    ]);
    const [secret] = /[\w-]{43}/.exec(setCookies(response)[0]!)!;
    for (const each of [PASSWORD, secret]) expect(stored).not.toContain(each);
  });

  it('sends three mails an hour to an address, whichever they are, and counts one that is sent again once', async () => {
    const clock = stopClock();
    const [{ email: known }, unknown] = [await signUpVerified(auth), newEmail()];
    clock.pass(HOUR + 1);
    for (const email of [known, unknown]) {
      await postSignUp(auth, { email }).expect(202);
      const delivery = (await auth.services.stores.deliveries.claim('mail', 1000))!;
      const links = new Set<string | undefined>();
      for (let n = 0; n < 5; n++) links.add((await auth.services.mailPreparation.prepare(delivery))?.link);
      expect([...links]).toEqual([expect.stringContaining('https://shop.example.com/account/')]);
      await auth.services.stores.deliveries.complete(delivery.id);
      for (let n = 0; n < 4; n++) await postSignUp(auth, { email }).expect(202);
      expect(await openMails(auth)).toHaveLength(2);
    }
    clock.pass(HOUR + 1);
    await postSignUp(auth, { email: known }).expect(202);
    expect(await openMessages(auth)).toEqual([[known, 'account_exists']]);
  });

  it('refuses one caller who signs up too often, and nobody else', async () => {
    const strict = await startAuth({ ...WITH_REQUIRED, MAIL_REQUESTS_PER_ADDRESS: '3/1h' });
    const from = newAddress();
    for (let n = 0; n < 3; n++) await postSignUp(strict, { email: newEmail() }, from).expect(202);
    expectTooMany(await postSignUp(strict, { email: newEmail() }, from));
    await postSignUp(strict, { email: newEmail() }).expect(202);
    await strict.stop();
  });

  it('is what the API document then says', async () => {
    const response = await auth.request().get('/api/users/openapi.json').expect(200);
    const { paths } = response.body as { paths: Record<string, { post: { responses: object } }> };
    const answers = Object.keys(paths['/api/users/signup']!.post.responses);
    expect(answers).toEqual(['202', '400', '403', '413', '415', '429', 'default']);
  });

  it('judges the fields as ever, and writes nothing for those', async () => {
    const { email } = await signUpVerified(auth);
    expectInvalid(await postSignUp(auth, { email: 'nobody' }), 'email');
    expectInvalid(await postSignUp(auth, { email, password: 'password' }), 'password');
    expectInvalid(await postSignUp(auth, { email, password: email }), 'password');
    expect(await waiting().countDocuments({ email })).toBe(0);
  });
});
