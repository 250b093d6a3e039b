import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onlyAdmins } from '../support/admins';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cookiesOf, signUpDevice, type Owner } from '../support/devices';
import { changeUser } from '../support/documents';
import { emailChanges } from '../support/email-changes';
import { openMails, tokenOf, WITH_MAIL } from '../support/mailbox';
import { newEmail } from '../support/people';
import { mailedCode, tryCode } from '../support/sign-in-codes';

const NEXT = 'quite another password';
const GIVEN = { roles: ['staff'], claims: { plan: 'gold' } };

describe('the first proof of an address, in the log of events', () => {
  let auth: TestAuth;
  const { change, restore } = emailChanges(() => auth);
  const post = (path: string, body: object, cookie = '') =>
    auth.request().post(`/api/users/${path}`).set('Cookie', cookie).send(body);

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, EMAIL_VERIFICATION: 'optional', SIGN_IN_BY_EMAIL: 'true' });
  });
  afterAll(() => auth.stop());

  /** An account with roles and claims, of which perhaps another person knows the password. */
  async function unverified(given: object = GIVEN): Promise<Owner & { token: string }> {
    const owner = await signUpDevice(auth);
    const token = tokenOf((await openMails(auth)).find(({ recipient }) => recipient === owner.email)!);
    await changeUser(auth, owner.email, given);
    return { ...owner, token };
  }

  /** What the account did itself since it was made, without what each event has. */
  async function eventsOf({ id }: Owner): Promise<object[]> {
    await auth.services.relay.drain();
    const type = { $nin: ['account_created', 'signed_in'], $not: /_requested$/ };
    const found = await auth.connection.collection('events').find({ account: id, type }).toArray();
    expect(found.filter(({ class: kept, client }) => kept !== 'account' || !client)).toEqual([]);
    return found
      .sort((one, other) => Number(one.number) - Number(other.number))
      .map(({ type: happened, details }) => [happened, details] as const);
  }

  const PURGED = [
    ['roles_changed', { roles: [] }],
    ['claims_changed', { claims: {} }],
  ] as const;

  it('tells of the password, roles and claims that a link in another browser changes', async () => {
    const owner = await unverified();
    await post('email/verify', { token: owner.token, password: NEXT }).expect(200);
    expect(await eventsOf(owner)).toEqual([['password_reset', {}], ['email_verified', {}], ...PURGED]);
    const told = { account: owner.id, kind: 'password_reset' };
    expect(await auth.connection.collection('deliveries').countDocuments(told)).toBe(1);
  });

  it('tells of no such change where the link opens in the browser of the account', async () => {
    const owner = await unverified();
    await post('email/verify', { token: owner.token }, cookiesOf(owner)).expect(200);
    expect(await eventsOf(owner)).toEqual([['email_verified', {}]]);
  });

  it('tells of no roles and claims where there were none', async () => {
    const owner = await unverified({});
    await post('email/verify', { token: owner.token, password: NEXT }).expect(200);
    expect(await eventsOf(owner)).toEqual([
      ['password_reset', {}],
      ['email_verified', {}],
    ]);
  });

  it('tells of the role that the last admin keeps', async () => {
    const owner = await unverified({ roles: ['admin', 'staff'] });
    await onlyAdmins(auth, owner);
    await post('email/verify', { token: owner.token, password: NEXT }).expect(200);
    expect(await eventsOf(owner)).toContainEqual(['roles_changed', { roles: ['admin'] }]);
  });

  it('tells of what a code takes away', async () => {
    const owner = await unverified();
    const { secret, code } = await mailedCode(auth, owner.email);
    await tryCode(auth, secret, code).expect(200);
    expect(await eventsOf(owner)).toEqual([['email_verified', {}], ...PURGED]);
  });

  it('tells of what a reset takes away', async () => {
    const owner = await unverified();
    await post('password/forgot', { email: owner.email }).expect(202);
    const mail = (await openMails(auth)).find(({ message }) => message === 'reset_password')!;
    await post('password/reset', { token: tokenOf(mail), password: NEXT }).expect(200);
    const events = await eventsOf(owner);
    expect(events.slice(-4)).toEqual([['password_reset', {}], ['email_verified', {}], ...PURGED]);
  });

  it('tells of what a way back to an address takes away that was never proven', async () => {
    const owner = await unverified();
    const { token } = await change(owner, newEmail());
    await restore(token).expect(200);
    expect((await eventsOf(owner)).slice(-3)).toEqual([['email_restored', {}], ...PURGED]);
  });
});
