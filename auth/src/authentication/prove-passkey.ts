import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Request } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import type { FactorChange } from '../accounts/factor-storage';
import type { Passkey } from '../accounts/factors';
import type { AccountStore } from '../accounts/storage';
import { isCounterBack, verifyAssertion, type Assertion } from '../credentials/passkeys/assertion';
import type { RelyingParty } from '../credentials/passkeys/relying-party';
import { InvalidPasskeyError } from '../errors/passkey-errors';
import type { Events } from '../events/events';
import type { Method } from './assurance';

/** What passkeys are proven with. */
export interface PasskeyProof {
  readonly relyingParty: RelyingParty;
  readonly passkeyAccounts: Pick<AccountStore, 'factors' | 'findById' | 'passkeys'>;
  readonly events: Events;
}

/** A passkey without a proof before it: it must also verify its user. */
export interface UseAlone {
  /** Uses the challenge up, once all is right and before anything is written. @returns false when it was used */
  useChallenge(): Promise<boolean>;
}

/** What a proof of a passkey shows. */
export interface ProvenPasskey {
  /** The account afterwards. */
  readonly account: Account;
  readonly amr: readonly Method[];
}

/**
 * Checks the proof of a passkey of an account, and keeps when it was used, its counter and whether it is backed up.
 * @param challenge what it has to answer; without it every proof fails
 * @param alone where nothing was proven before; it is kept that the passkey can do so
 * @returns `hwk`, or `swk` for one that is copied to other devices; with `mfa` where the authenticator has verified its user
 * @throws InvalidPasskeyError (400 `invalid_passkey`)
 */
export async function provePasskey(
  { relyingParty, passkeyAccounts, events }: PasskeyProof,
  req: Request,
  account: Account,
  response: AuthenticationResponseJSON,
  challenge: string | undefined,
  alone?: UseAlone,
): Promise<ProvenPasskey> {
  const passkey = findPasskey(account, response.id);
  if (!passkey || challenge === undefined) throw new InvalidPasskeyError();
  const assertion = await verifyAssertion(relyingParty, challenge, account.id, passkey, response);
  if (!assertion) throw new InvalidPasskeyError();
  if (alone && !(assertion.isUserVerified && (await alone.useChallenge()))) throw new InvalidPasskeyError();
  if (isCounterBack(passkey.counter, assertion.counter)) {
    events.record(req, { event: 'passkey_copied', account: account.id });
    throw new InvalidPasskeyError('counter_went_back');
  }
  const used = await changeFactors(passkeyAccounts, account, (now) =>
    useOf(now, response.id, assertion, alone !== undefined),
  );
  if (!used) throw new InvalidPasskeyError();
  return { account: used, amr: amrOf(assertion) };
}

function findPasskey({ factors }: Account, credential: string): Passkey | undefined {
  return factors.passkeys.find((passkey) => passkey.credential === credential);
}

/** Of two uses at once that have the same counter, the second is refused. */
function useOf(
  account: Account,
  credential: string,
  { counter, isBackedUp }: Assertion,
  isAlone: boolean,
): FactorChange {
  const passkey = findPasskey(account, credential);
  if (!passkey || isCounterBack(passkey.counter, counter)) throw new InvalidPasskeyError();
  const signsInAlone = passkey.signsInAlone || isAlone;
  const used: Passkey = { ...passkey, counter, isBackedUp, signsInAlone, lastUsedAt: new Date() };
  const passkeys = account.factors.passkeys.map((each) => (each === passkey ? used : each));
  return { set: { passkeys }, ends: 'nothing', entries: [] };
}

function amrOf({ isBackedUp, isUserVerified }: Assertion): readonly Method[] {
  return [isBackedUp ? 'swk' : 'hwk', ...(isUserVerified ? (['mfa'] as const) : [])];
}
