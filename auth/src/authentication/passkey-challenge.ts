import type { Account } from '../accounts/account';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { Ceremony } from '../ceremonies/ceremony';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import { assertionOptions } from '../credentials/passkeys/assertion';
import { newChallenge } from '../credentials/passkeys/challenges';
import type { RelyingParty } from '../credentials/passkeys/relying-party';
import { InvalidPasskeyError } from '../errors/passkey-errors';

/** What passkeys of a known account are asked for with. */
export interface PasskeyQuestion {
  readonly relyingParty: RelyingParty;
  readonly ceremonies: Ceremonies;
}

/**
 * What a browser is to prove with a passkey of an account, in the ceremony that it is in the middle of. It has to have proven something
 * before, so it may learn which passkeys there are.
 * @throws InvalidPasskeyError (400 `invalid_passkey`) when there is none, CeremonyExpiredError (401 `ceremony_expired`)
 */
export async function askForPasskey(
  { relyingParty, ceremonies }: PasskeyQuestion,
  { factors }: Account,
  ceremony: Ceremony,
) {
  if (factors.passkeys.length === 0) throw new InvalidPasskeyError();
  const challenge = newChallenge();
  if (!(await ceremonies.setChallenge(ceremony, challenge))) throw new CeremonyExpiredError();
  const { passkeys } = factors;
  return assertionOptions(relyingParty, { challenge, passkeys, userVerification: 'preferred' });
}
