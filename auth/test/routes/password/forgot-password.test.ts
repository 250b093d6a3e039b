import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import { signUpDevice } from '../../support/devices';
import { changeUser, signUpStoredAs, userDocument } from '../../support/documents';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { newAddress, newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';

describe('POST /api/users/password/forgot', () => {
  let auth: TestAuth;
  const forget = (email: unknown) =>
    auth.request().post('/api/users/password/forgot').set('X-Forwarded-For', newAddress()).send({ email });
  const reset = (token: string) =>
    auth.request().post('/api/users/password/reset').send({ token, password: 'quite another password' });

  beforeAll(async () => {
    auth = await startAuth(WITH_MAIL);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('sends the owner of an address a link to the page of the reset', async () => {
    const { email } = await signUpDevice(auth);
    const response = await forget(` ${email.toUpperCase()} `).set('Accept-Language', 'de-CH,en;q=0.5');
    expect([response.status, response.body]).toEqual([202, {}]);
    const [mail, ...others] = await openMails(auth);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ recipient: email, message: 'reset_password', language: 'de' });
    expect(mail!.link).toMatch(
      /^https:\/\/shop\.example\.com\/account\/reset-password\?token=[0-9a-f]{24}\.[\w-]{43}$/,
    );
  });

  it('answers the same for an unknown address, and sends nothing', async () => {
    const { email } = await signUpDevice(auth);
    const [known, unknown] = [await forget(email), await forget(newEmail())];
    const ofRequest = { date: '', 'x-request-id': '' };
    const shown = ({ status, body, headers }: Response): unknown[] => [
      status,
      body,
      { ...headers, ...ofRequest },
    ];
    expect(shown(unknown)).toEqual(shown(known));
    expect(await auth.services.stores.deliveries.countWaiting()).toBe(2);
    expect((await openMails(auth)).map(({ recipient }) => recipient)).toEqual([email]);
  });

  it('sends nothing to an account that is banned', async () => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { ban: { reason: 'spam' } });
    await forget(email).expect(202);
    expect(await openMails(auth)).toEqual([]);
  });

  it('takes the origin of links from PUBLIC_URL, whatever a request says', async () => {
    const { email } = await signUpDevice(auth);
    await forget(email)
      .set({ Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' })
      .set('Forwarded', 'host=evil.example')
      .expect(202);
    const [mail] = await openMails(auth);
    expect(new URL(mail!.link!).origin).toBe('https://shop.example.com');
  });

  it('sends to one address, the one that is stored', async () => {
    const { email } = await signUpDevice(auth);
    const others = [
      `${email},eve@example.com`,
      `${email}\r\nBcc: eve@example.com`,
      `${email} eve@example.com`,
    ];
    for (const other of [...others, `<${email}>`, `"a" <${email}>`, `${email};eve@example.com`])
      expectInvalid(await forget(other), 'email');
    expect(await openMails(auth)).toEqual([]);

    const longest = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`;
    const long = `${longest.slice(0, 254 - '.example'.length)}.example`;
    for (const address of ['jörg@example.com', 'person@xn--mnchen-3ya.example', long].map(unique)) {
      await signUpStoredAs(auth, address);
      await forget(address).expect(202);
      expect((await openMails(auth)).map(({ recipient }) => recipient)).toEqual([address]);
    }
  });

  it('sends three mails an hour to an address, and the last link goes on working', async () => {
    const clock = stopClock();
    const { email } = await signUpDevice(auth);
    for (let n = 0; n < 10; n++) await forget(email).expect(202);
    const mails = await openMails(auth);
    expect(mails).toHaveLength(3);
    clock.pass(HOUR / 2);
    await forget(email).expect(202);
    expect(await openMails(auth)).toEqual([]);
    await reset(tokenOf(mails[2]!)).expect(200);
    clock.pass(HOUR / 2 + 1);
    await forget(email).expect(202);
    expect(await openMails(auth)).toHaveLength(1);
  });

  it('gives each sending of a mail the same link, and counts it once', async () => {
    const { email } = await signUpDevice(auth);
    await forget(email).expect(202);
    const delivery = (await auth.services.stores.deliveries.claim('mail', 1000))!;
    const prepare = () => auth.services.mailPreparation.prepare(delivery);
    const links = new Set(await Promise.all([1, 2].map(async () => (await prepare())?.link)));
    for (let n = 0; n < 5; n++) links.add((await prepare())?.link);
    expect(links.size).toBe(1);
    expect((await userDocument(auth, email))!.mailTokens!.reset).toHaveLength(1);
    await auth.services.stores.deliveries.complete(delivery.id);
  });

  it('refuses one caller who asks too often, and nobody else', async () => {
    const address = newAddress();
    const ask = () =>
      auth
        .request()
        .post('/api/users/password/forgot')
        .set('X-Forwarded-For', address)
        .send({ email: newEmail() });
    for (let n = 0; n < 60; n++) await ask().expect(202);
    expectTooMany(await ask());
    await forget(newEmail()).expect(202);
    await openMails(auth);
  });

  it('refuses what is no address, and a request of another site', async () => {
    for (const email of [undefined, 7, '', 'person', ['a@example.com'], 'a'.repeat(400)])
      expectInvalid(await forget(email), 'email');
    expectProblem(
      await forget(newEmail()).set({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }),
      403,
      'cross_origin',
    );
  });

  it('is not there where mail is off', async () => {
    const without = await startAuth();
    const response = await without.request().post('/api/users/password/forgot').send({ email: newEmail() });
    expectProblem(response, 404, 'not_found');
    await without.stop();
  });

  it('leaves the password as it is', async () => {
    const { email } = await signUpDevice(auth);
    await forget(email).expect(202);
    await openMails(auth);
    await auth.request().post('/api/users/signin').send({ email, password: PASSWORD }).expect(200);
  });
});

let addresses = 0;

/** An address of the same form that nobody has yet. */
function unique(email: string): string {
  addresses += 1;
  return `${String(addresses % 10)}${email.slice(1)}`;
}
