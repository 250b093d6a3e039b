import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account } from '../../src/accounts/account';
import { requireWayIn, waysIn } from '../../src/authentication/ways-in';
import { hashPassword, NOBODYS_HASH } from '../../src/credentials/password/password-hash';
import { startAuth, type TestAuth } from '../support/auth-service';
import { signUp } from '../support/people';
import { passkey, TOTP } from '../support/stored-factors';

const PASSKEY = passkey('a', new Date());
const HOUR_MS = 3_600_000;
const WITHOUT_MAIL = { signInByEmail: false };
const WITH_MAIL = { signInByEmail: true };

describe('ways in', () => {
  let auth: TestAuth;
  let account: Account;

  beforeAll(async () => {
    auth = await startAuth();
    const { id } = await signUp(auth);
    account = (await auth.services.accounts.find(id))!;
  });
  afterAll(() => auth.stop());

  const none = () => ({ ...account, password: NOBODYS_HASH });

  it('are the password, passkeys, and mail where it signs in and the address is verified', () => {
    const verified = { ...account, emailVerifiedAt: new Date() };
    const withPasskey = { ...verified, factors: { ...account.factors, passkeys: [PASSKEY] } };
    expect(waysIn(account, WITH_MAIL)).toEqual(['password']);
    expect(waysIn(verified, WITHOUT_MAIL)).toEqual(['password']);
    expect(waysIn(withPasskey, WITH_MAIL)).toEqual(['password', 'passkey', 'email']);
  });

  it('do not count a password that no one can know', async () => {
    expect(waysIn(none(), WITHOUT_MAIL)).toEqual([]);
    expect(waysIn({ ...account, password: 'in no format' }, WITHOUT_MAIL)).toEqual([]);
    const hash = await hashPassword('a temporary one');
    const until = (ms: number) => ({
      ...none(),
      temporaryPassword: { hash, until: new Date(Date.now() + ms) },
    });
    expect(waysIn(until(HOUR_MS), WITHOUT_MAIL)).toEqual(['password']);
    expect(waysIn(until(-HOUR_MS), WITHOUT_MAIL)).toEqual([]);
  });

  it('do not count an authenticator app, which is a second factor alone', () => {
    const totp = { ...TOTP, since: new Date() };
    expect(waysIn({ ...none(), factors: { ...account.factors, totp } }, WITH_MAIL)).toEqual([]);
  });

  it('do not count a passkey that is not known to sign in alone', () => {
    const withPasskeys = (...each: boolean[]) => {
      const passkeys = each.map((signsInAlone) => ({ ...PASSKEY, signsInAlone }));
      return { ...none(), factors: { ...account.factors, passkeys } };
    };
    expect(waysIn(withPasskeys(false), WITHOUT_MAIL)).toEqual([]);
    expect(waysIn(withPasskeys(false, true), WITHOUT_MAIL)).toEqual(['passkey']);
  });

  it('must not be removed altogether', () => {
    expect(() => requireWayIn(none(), WITH_MAIL)).toThrow(
      expect.objectContaining({ statusCode: 409, code: 'last_credential' }),
    );
    expect(() => requireWayIn(account, WITHOUT_MAIL)).not.toThrow();
  });
});
