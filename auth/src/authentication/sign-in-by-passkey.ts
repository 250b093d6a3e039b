import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Request, Response } from 'express';
import { assertionOptions } from '../credentials/passkeys/assertion';
import { CHALLENGE_LIFE_MS, type Challenges } from '../credentials/passkeys/challenges';
import { challengeOf } from '../credentials/passkeys/credential-json';
import { InvalidPasskeyError } from '../errors/passkey-errors';
import type { FailedSignIns } from '../events/failed-sign-ins';
import { addressOf, clientOf } from '../http/client';
import type { PasskeyCookie } from '../http/passkey-cookie';
import { completeSignIn, type SignInCompletion } from './complete-sign-in';
import { entryOf } from './entry-of';
import { provePasskey, type PasskeyProof, type ProvenPasskey } from './prove-passkey';

export interface PasskeySignIn extends PasskeyProof, SignInCompletion {
  readonly challenges: Challenges;
  readonly passkeyCookie: PasskeyCookie;
  readonly failedSignIns: FailedSignIns;
}

/** What a browser is to prove that signs in by a passkey alone. Nothing is looked up or stored, so nobody learns who has one. */
export function passkeySignInOptions(
  { relyingParty, challenges, passkeyCookie }: PasskeySignIn,
  req: Request,
  res: Response,
) {
  const challenge = challenges.make(passkeyCookie.keep(req, res, CHALLENGE_LIFE_MS));
  return assertionOptions(relyingParty, { challenge, userVerification: 'required' });
}

/**
 * Signs in by a passkey alone, which has verified its user: that is `aal2`. The owner reads of a failure with a passkey of theirs.
 * @throws InvalidPasskeyError (400 `invalid_passkey`), TooManyRequestsError (429), and what `completeSignIn` throws
 */
export async function signInByPasskey(
  parts: PasskeySignIn,
  req: Request,
  res: Response,
  response: AuthenticationResponseJSON,
) {
  const ip = addressOf(req);
  const challenge = challengeOf(response) ?? '';
  const browser = parts.passkeyCookie.read(req);
  const until = browser === undefined ? undefined : parts.challenges.goodUntil(challenge, browser);
  if (!until) {
    // A page that was open for long is no guess.
    await parts.limits.countRequest(ip);
    throw new InvalidPasskeyError();
  }
  const { account, amr } = await parts.limits.guessPasskey(ip, () =>
    prove(parts, req, response, challenge, until),
  );
  return { account, session: await completeSignIn(parts, req, res, account, { amr }) };
}

/** A challenge is used up before the passkey is, so that of the same proof sent twice at once one is refused. */
async function prove(
  parts: PasskeySignIn,
  req: Request,
  response: AuthenticationResponseJSON,
  challenge: string,
  until: Date,
): Promise<ProvenPasskey> {
  const { passkeyAccounts, ceremonies } = parts;
  const owner = await passkeyAccounts.passkeys.find(response.id);
  const account = owner === undefined ? undefined : await passkeyAccounts.findById(owner);
  // Only an authenticator that has kept the passkey by itself knows its user.
  if (!account || response.response.userHandle === undefined) throw new InvalidPasskeyError();
  return provePasskey(parts, req, account, response, challenge, {
    useChallenge: () => ceremonies.useChallenge(challenge, until),
  }).catch((error: unknown) => tellOwner(parts, req, account.id, error));
}

async function tellOwner(
  { accounts, failedSignIns }: PasskeySignIn,
  req: Request,
  account: string,
  error: unknown,
): Promise<never> {
  if (error instanceof InvalidPasskeyError) {
    const { reason } = error;
    if (reason === undefined) failedSignIns.add(account, clientOf(req));
    else await accounts.record(account, [entryOf(req, 'sign_in_failed', account, {}, { reason })]);
  }
  throw error;
}
