import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieAttributes, cookieValue, setCookies } from '../../support/cookies';
import { signUpDevice } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { openMails, WITH_MAIL } from '../../support/mailbox';
import { newAddress, newEmail } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { CODE_CEREMONY, codeOf, mailedCode, requestCode, tryCode } from '../../support/sign-in-codes';

describe('POST /api/users/signin/email', () => {
  let auth: TestAuth;
  const ask = (email: unknown) => requestCode(auth, email);

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, SIGN_IN_BY_EMAIL: 'true' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('mails a code, and a link to the page that takes it', async () => {
    const { email } = await signUpDevice(auth);
    const response = await ask(` ${email.toUpperCase()} `).set('Accept-Language', 'de-CH,en;q=0.5');
    expect([response.status, response.body]).toEqual([202, {}]);
    expect(cookieAttributes(response, CODE_CEREMONY)).toMatchObject({
      httponly: true,
      samesite: 'Lax',
      path: '/',
      'max-age': '600',
    });
    const code = codeOf(cookieValue(response, CODE_CEREMONY)!);
    expect(await openMails(auth)).toEqual([
      {
        recipient: email,
        message: 'sign_in_code',
        language: 'de',
        code,
        link: `https://shop.example.com/account/sign-in-code?code=${code}`,
      },
    ]);
  });

  it('does and answers the same for an unknown address, and sends nothing', async () => {
    const { email } = await signUpDevice(auth);
    const ceremonies = auth.connection.collection('ceremonies');
    const before = await ceremonies.countDocuments();
    const [known, unknown] = [await ask(email), await ask(newEmail())];
    const shown = ({ status, body, headers }: Response): unknown[] => [
      status,
      body,
      { ...headers, date: '', 'x-request-id': '', 'set-cookie': '' },
    ];
    expect(shown(unknown)).toEqual(shown(known));
    const cookies = [known, unknown].map((response) =>
      setCookies(response).map((line) => line.replace(/=[\w-]{43};/, '=;').replace(/Expires=[^;]+/, '')),
    );
    expect(cookies[0]).toHaveLength(1);
    expect(cookies[1]).toEqual(cookies[0]);
    expect(await ceremonies.countDocuments()).toBe(before + 2);
    const waiting = await ceremonies.find({}, { sort: { expiresAt: -1 }, limit: 2 }).toArray();
    const fields = waiting.map((each) => Object.keys(each).sort());
    expect(fields[0]).toEqual(fields[1]);
    expect(fields[0]).not.toContain('account');
    expect(await auth.services.stores.deliveries.countWaiting()).toBe(2);
    expect((await openMails(auth)).map(({ recipient }) => recipient)).toEqual([email]);
  });

  it('sends nothing to an account that is banned', async () => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { ban: { reason: 'spam' } });
    await ask(email).expect(202);
    expect(await openMails(auth)).toEqual([]);
  });

  it('sends no code that is over already', async () => {
    const clock = stopClock();
    const { email } = await signUpDevice(auth);
    await ask(email).expect(202);
    clock.pass(11 * MINUTE);
    expect(await openMails(auth)).toEqual([]);
  });

  it('sends three mails an hour to an address; what is not sent fits nothing', async () => {
    const clock = stopClock();
    const { email } = await signUpDevice(auth);
    const first = await mailedCode(auth, email);
    for (let n = 0; n < 2; n++) expect((await mailedCode(auth, email)).mails).toHaveLength(1);
    const fourth = await mailedCode(auth, email);
    expect(fourth.mails).toEqual([]);
    expectProblem(await tryCode(auth, fourth.secret, codeOf(fourth.secret)), 400, 'invalid_code');
    await tryCode(auth, first.secret, first.code).expect(200);
    clock.pass(HOUR + 1);
    expect((await mailedCode(auth, email)).mails).toHaveLength(1);
  });

  it('prepares each sending of a mail in the same way, counts it once and writes one event', async () => {
    const { email, id } = await signUpDevice(auth);
    await ask(email).expect(202);
    const delivery = (await auth.services.stores.deliveries.claim('mail', 1000))!;
    const codes = new Set<string | undefined>();
    for (let n = 0; n < 5; n++) codes.add((await auth.services.mailPreparation.prepare(delivery))?.code);
    expect([...codes]).toEqual([expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)]);
    await auth.services.stores.deliveries.complete(delivery.id);
    const outbox = auth.connection.collection('users').findOne({ email });
    const left = ((await outbox)?.outbox ?? []) as { event: { type: string; account: string } }[];
    const told = await auth.connection.collection('events').find({ account: id }).toArray();
    const types = [...left.map(({ event }) => event.type), ...told.map(({ type }) => String(type))];
    expect(types.filter((type) => type === 'sign_in_requested')).toHaveLength(1);
    expect((await mailedCode(auth, email)).mails).toHaveLength(1);
  });

  it('refuses one caller who asks too often, and nobody else', async () => {
    const address = newAddress();
    for (let n = 0; n < 60; n++) await requestCode(auth, newEmail(), '', address).expect(202);
    expectTooMany(await requestCode(auth, newEmail(), '', address));
    await ask(newEmail()).expect(202);
    await openMails(auth);
  });

  it('refuses what is no address, and a request of another site', async () => {
    for (const email of [undefined, 7, '', 'person', ['a@example.com'], 'a'.repeat(400)])
      expectInvalid(await ask(email), 'email');
    const elsewhere = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expectProblem(await ask(newEmail()).set(elsewhere), 403, 'cross_origin');
  });

  it('is not there unless SIGN_IN_BY_EMAIL is true', async () => {
    const without = await startAuth(WITH_MAIL);
    expectProblem(await requestCode(without, newEmail()), 404, 'not_found');
    expectProblem(await tryCode(without, 'x', 'x'), 404, 'not_found');
    await without.stop();
  });
});
