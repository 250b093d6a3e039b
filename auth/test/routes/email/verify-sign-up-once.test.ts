import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import { deviceOf, refreshDevice, send, sidOf } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { MAIL_KEY, openMails, tokenOf } from '../../support/mailbox';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';
import {
  ceremonyOf,
  crashAfterInsert,
  openLink,
  postSignUp,
  signUpVerified,
  waitingSignUp,
  WITH_REQUIRED,
} from '../../support/waiting-sign-ups';

const NEXT = 'quite another password';

let auth: TestAuth;
const open = (token: unknown, cookie?: string, password?: unknown) => openLink(auth, token, cookie, password);
const signIn = (email: string, password: string) =>
  auth.request().post('/api/users/signin').send({ email, password });
const waiting = () => auth.connection.collection<{ _id: string; email: string }>('signups');
const accountsOf = (email: string) => auth.connection.collection('users').countDocuments({ email });

beforeAll(async () => {
  auth = await startAuth(WITH_REQUIRED);
});
afterEach(() => {
  restartClock();
  jest.restoreAllMocks();
});
afterAll(() => auth.stop());

async function deleteAccount(email: string): Promise<void> {
  const device = deviceOf(await signIn(email, PASSWORD).expect(200));
  await send(auth, 'delete', 'me', device).send({ password: PASSWORD }).expect(200);
}

describe('the account of a sign-up', () => {
  it('is one, of twenty uses of one token at once', async () => {
    const { email, token, cookie } = await waitingSignUp(auth);
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(token, cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
    for (const each of answers.filter(({ status }) => status === 400)) {
      expectProblem(each, 400, 'invalid_token');
      expect(setCookies(each)).toEqual([]);
    }
    expect(await accountsOf(email)).toBe(1);
  });

  it('is one, of links of several sign-ups at once', async () => {
    const email = newEmail();
    const all = [];
    for (let n = 0; n < 3; n++) all.push(await waitingSignUp(auth, { email }));
    const answers = await Promise.all(all.map(({ token, cookie }) => open(token, cookie)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const each of answers.filter(({ status }) => status !== 200))
      expect([400, 503]).toContain(each.status);
    for (const { token, cookie } of all) expectProblem(await open(token, cookie), 400, 'invalid_token');
    expect(await accountsOf(email)).toBe(1);
    const own = deviceOf(won[0]!);
    const { sessions } = (await send(auth, 'get', 'sessions', own).expect(200)).body as {
      sessions: object[];
    };
    expect(sessions).toMatchObject([{ id: sidOf(own) }]);
  });

  it('is not made where the address was taken meanwhile, however it is stored', async () => {
    const [same, other] = [
      await waitingSignUp(auth),
      await waitingSignUp(auth, { email: `${Date.now()}@xn--gre-6ka8i.example` }),
    ];
    const { accounts } = auth.services.stores;
    await accounts.insert(same.email, 'any');
    await accounts.insert(other.email.replace('xn--gre-6ka8i', 'größe'), 'any');
    for (const { token, cookie, email } of [same, other]) {
      expectProblem(await open(token, cookie), 400, 'invalid_token');
      expectProblem(await open(token, '', NEXT), 400, 'invalid_token');
      expect(await waiting().countDocuments({ email })).toBe(0);
    }
  });

  it('waits while another one is being made for its address, and is not made for one that is reserved', async () => {
    const [claimed, reserved] = [await waitingSignUp(auth), await waitingSignUp(auth)];
    const { accounts } = auth.services.stores;
    const { addresses } = accounts;
    const another = accounts.newId();
    await addresses.claim(claimed.email, another);
    await addresses.reserve(reserved.email, another, new Date(Date.now() + DAY));
    expectProblem(await open(claimed.token, claimed.cookie), 503, 'unavailable');
    expectProblem(await open(reserved.token, reserved.cookie), 400, 'invalid_token');
    await addresses.withdraw(claimed.email, another);
    await open(claimed.token, claimed.cookie).expect(200);
  });

  it('is made by no token that is made up, or of a sign-up whose address had an account', async () => {
    const { email } = await signUpVerified(auth);
    await postSignUp(auth, { email }).expect(202);
    const [mail] = await openMails(auth);
    expect(mail!.link).not.toContain('token');
    const { _id: id } = (await waiting().findOne({ email }))!;
    for (const token of [`${id}.${'A'.repeat(43)}`, id, `${id}.`])
      expectProblem(await open(token, '', NEXT), 400, 'invalid_token');
  });

  it('is made though MAIL_KEY has changed, by a mail of before and by one that is sent again', async () => {
    const before = await startAuth(WITH_REQUIRED);
    const mailed = await waitingSignUp(before);
    const response = await postSignUp(before, { email: newEmail() }).expect(202);
    const delivery = (await before.services.stores.deliveries.claim('mail', 1000))!;
    const first = (await before.services.mailPreparation.prepare(delivery))!;
    const after = await startAuth({
      ...WITH_REQUIRED,
      MONGO_URI: before.config.MONGO_URI,
      MAIL_KEY: `${'n'.repeat(40)},${MAIL_KEY}`,
    });
    await openLink(after, mailed.token, mailed.cookie).expect(200);
    const second = (await after.services.mailPreparation.prepare(delivery))!;
    expect(second.link).not.toBe(first.link);
    expectProblem(await openLink(after, tokenOf(first)), 403, 'new_password_required');
    await openLink(after, tokenOf(second), ceremonyOf(response)).expect(200);
    await after.stop();
    await before.stop();
  });
});

describe('a crash between making the account and ending the sign-up', () => {
  it('leaves a link that makes no second account and signs nobody in', async () => {
    const { email, token, cookie } = await waitingSignUp(auth);
    const id = await crashAfterInsert(auth, { email, token, cookie });
    const { password } = (await userDocument(auth, email))!;
    for (const [from, next] of [
      ['', NEXT],
      [cookie, NEXT],
      [cookie, undefined],
    ] as const) {
      const response = await open(token, from, next);
      expectProblem(response, 400, 'invalid_token');
      expect(setCookies(response)).toEqual([]);
    }
    expect(await userDocument(auth, email)).toMatchObject({ password });
    expect(await auth.services.accounts.find(id)).toMatchObject({ email });
    expect(await waiting().countDocuments({ email })).toBe(0);
  });

  it('does not let a banned person in, nor bring a deleted account back', async () => {
    const [banned, deleted] = [await waitingSignUp(auth), await waitingSignUp(auth)];
    await crashAfterInsert(auth, banned);
    await crashAfterInsert(auth, deleted);
    await changeUser(auth, banned.email, { ban: {} });
    await deleteAccount(deleted.email);
    expect(await waiting().countDocuments({ email: deleted.email })).toBe(0);
    for (const { token, cookie } of [banned, deleted])
      expectProblem(await open(token, cookie), 400, 'invalid_token');
    expect(await accountsOf(deleted.email)).toBe(0);
  });

  it('does not stop a deletion, where the sign-ups cannot be ended', async () => {
    const deleted = await waitingSignUp(auth);
    await crashAfterInsert(auth, deleted);
    jest.spyOn(auth.services.stores.signUps, 'removeAll').mockRejectedValueOnce(new Error('away'));
    await deleteAccount(deleted.email);
    expect(await accountsOf(deleted.email)).toBe(0);
  });

  it('does not matter where the sign-ups cannot be ended: the account is there', async () => {
    const { email, token, cookie } = await waitingSignUp(auth);
    const { signUps } = auth.services.stores;
    jest.spyOn(signUps, 'removeAll').mockRejectedValueOnce(new Error('away'));
    await refreshDevice(auth, deviceOf(await open(token, cookie).expect(200))).expect(200);
    expectProblem(await open(token, cookie), 400, 'invalid_token');
    expect(await waiting().countDocuments({ email })).toBe(0);
  });
});
