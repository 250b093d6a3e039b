import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownEvents } from '../../support/activity';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { deviceOf, signUpDevice } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { newAddress } from '../../support/people';
import { requestCode } from '../../support/sign-in-codes';

const NEXT = 'quite another password';

describe('what a person reads who signed up with an address of another person', () => {
  let auth: TestAuth;
  const from = { 'User-Agent': 'owner/1.0', 'X-Forwarded-For': newAddress() };
  const post = (path: string, body: object) => auth.request().post(`/api/users/${path}`).set(from).send(body);

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, SIGN_IN_BY_EMAIL: 'true' });
  });
  afterAll(() => auth.stop());

  /** The owner of the address tries to get in, in each way that needs no account. */
  async function tryToGetIn(email: string): Promise<string> {
    await post('signin', { email, password: 'a guess of the owner' }).expect(400);
    await requestCode(auth, email).set(from).expect(202);
    await post('password/forgot', { email }).expect(202);
    const mails = await openMails(auth);
    await auth.services.failedSignIns.drain();
    return tokenOf(mails.find(({ message }) => message === 'reset_password')!);
  }

  it('is that somebody tried to get in, and not who and from where', async () => {
    const attacker = await signUpDevice(auth);
    await tryToGetIn(attacker.email);
    const { events } = await ownEvents(auth, attacker);
    const tries = events.filter(({ type }) => !['account_created', 'signed_in'].includes(type));
    expect(tries.map(({ type }) => type).sort()).toEqual([
      'reset_requested',
      'sign_in_failed',
      'sign_in_requested',
    ]);
    expect(JSON.stringify(tries)).not.toContain('client');
    expect(JSON.stringify(events)).not.toContain('owner/1.0');

    await changeUser(auth, attacker.email, { emailVerifiedAt: new Date() });
    const verified = JSON.stringify((await ownEvents(auth, attacker)).events);
    expect(verified.split('owner/1.0')).toHaveLength(4);
  });

  it('is nothing to the owner, who proves the address', async () => {
    const { email, id } = await signUpDevice(auth);
    const token = await tryToGetIn(email);
    await post('password/reset', { token, password: NEXT }).expect(200);
    const owner = deviceOf(await post('signin', { email, password: NEXT }).expect(200));
    const types = (await ownEvents(auth, owner)).events.map(({ type }) => type);
    expect(types[0]).toBe('signed_in');
    expect(types).toEqual(expect.arrayContaining(['password_reset', 'email_verified']));
    for (const before of ['account_created', 'reset_requested', 'sign_in_requested', 'sign_in_failed'])
      expect(types).not.toContain(before);
    const all = await auth.services.activity.listAll(id, { limit: 20 });
    expect(all.map(({ type }) => type)).toContain('account_created');
  });

  it('stays what it was after a reset of a verified address', async () => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { emailVerifiedAt: new Date() });
    const token = await tryToGetIn(email);
    await post('password/reset', { token, password: NEXT }).expect(200);
    const owner = deviceOf(await post('signin', { email, password: NEXT }).expect(200));
    const types = (await ownEvents(auth, owner)).events.map(({ type }) => type);
    expect(types).toContain('account_created');
  });
});
