import { randomBytes } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import { MAX_PASSKEYS, type Passkey } from '../accounts/factors';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { Ceremony } from '../ceremonies/ceremony';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import { CeremonyExpiredError } from '../ceremonies/ceremony-expired-error';
import { newChallenge } from '../credentials/passkeys/challenges';
import { defaultName } from '../credentials/passkeys/passkey-name';
import {
  registrationOptions,
  verifyRegistration,
  type NewCredential,
} from '../credentials/passkeys/registration';
import { InvalidPasskeyError, TooManyPasskeysError } from '../errors/passkey-errors';
import { entryOf } from './entry-of';
import { redeemFactorCode, requireFactorCode, withFactorCode, type FactorCodeRules } from './factor-code';
import type { LiveSession } from './live-session';
import type { PasskeyProof } from './prove-passkey';
import type { SessionProof } from './prove-in-session';
import { raiseSession, type SessionRaise } from './raise-session';
import { recoveryCodesFor } from './recovery-codes-for';
import { requireMayAddFactor } from './require-may-add-factor';

export interface PasskeyRegistration extends PasskeyProof, SessionProof, SessionRaise, FactorCodeRules {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
  readonly emailVerification: 'off' | 'optional' | 'required';
}

const PURPOSE = 'registration';

/**
 * Begins the registration of a passkey in a session.
 * @param code for the first factor of an account that needs one; it is used up when the passkey is added
 * @throws StepUpRequiredError (401), ForbiddenError (403 `email_not_verified`), TooManyPasskeysError (409), and what
 *   `requireFactorCode` throws
 */
export async function beginRegistration(
  parts: PasskeyRegistration,
  req: Request,
  res: Response,
  live: LiveSession,
  code: string | undefined,
) {
  requireMayAddFactor(parts, live);
  requireRoom(live.account);
  const { account, session } = live;
  const factorCode = await withFactorCode(parts, req, live, code, () =>
    Promise.resolve(requireFactorCode(parts, account, code)),
  );
  const [{ id, sessionGen, email, factors }, challenge] = [account, newChallenge()];
  const start = {
    purpose: PURPOSE,
    account: id,
    sessionGen,
    sid: session.id,
    challenge,
    factorCode,
  } as const;
  const { secret } = await parts.ceremonies.begin(start);
  parts.ceremonyCookies.write(res, PURPOSE, secret);
  return registrationOptions(parts.relyingParty, { id, email, passkeys: factors.passkeys }, challenge);
}

/**
 * Adds the passkey that an authenticator has made to the account of the session that asked for it. Beside a password, the session is
 * worth `aal2` then.
 * @param name what its owner calls it
 * @returns the passkey, and recovery codes where the account has none yet; they are shown this once
 * @throws CeremonyExpiredError (401), InvalidPasskeyError (400 `invalid_passkey`), also when it is another account's, and what
 *   `beginRegistration` throws
 */
export async function registerPasskey(
  parts: PasskeyRegistration,
  req: Request,
  res: Response,
  live: LiveSession,
  response: RegistrationResponseJSON,
  name: string | undefined,
): Promise<{ readonly passkey: Passkey; readonly recoveryCodes: readonly string[] }> {
  const { account, session } = live;
  requireMayAddFactor(parts, live);
  requireRoom(live.account);
  const ceremony = await attempt(parts, req, session.id);
  const made = await verifyRegistration(parts.relyingParty, ceremony.challenge ?? '', response);
  if (!made) throw new InvalidPasskeyError();
  const passkey = toPasskey(made, name);
  const { passkeys } = parts.passkeyAccounts;
  if (!(await passkeys.claim(passkey.credential, account.id))) throw new InvalidPasskeyError();
  const added = await add(parts, req, live, ceremony, passkey);
  // Where this fails, the sweeper finds out that it is listed.
  await passkeys.settle(passkey.credential, account.id).catch(() => undefined);
  parts.events.record(req, { event: 'factor_added', account: account.id, sid: session.id });
  await parts.ceremonies.complete(ceremony);
  parts.ceremonyCookies.clear(res, PURPOSE);
  const method = passkey.isBackedUp ? 'swk' : 'hwk';
  await raiseSession(parts, req, res, { account: added.account, session }, [method]);
  return { passkey, recoveryCodes: added.codes };
}

async function attempt(
  { ceremonies, ceremonyCookies }: PasskeyRegistration,
  req: Request,
  sid: string,
): Promise<Ceremony> {
  const secret = ceremonyCookies.read(req, PURPOSE);
  const ceremony = secret === undefined ? undefined : await ceremonies.attempt(secret, PURPOSE);
  if (ceremony?.sid !== sid || ceremony.challenge === undefined) throw new CeremonyExpiredError();
  return ceremony;
}

async function add(
  parts: PasskeyRegistration,
  req: Request,
  { account, session }: LiveSession,
  ceremony: Ceremony,
  passkey: Passkey,
): Promise<{ readonly account: Account; readonly codes: readonly string[] }> {
  let codes: readonly string[] = [];
  const details = { factor: 'passkey', name: passkey.name };
  const entry = entryOf(req, 'factor_added', account.id, { sid: session.id }, details);
  const changed = await changeFactors(parts.passkeyAccounts, account, (now) => {
    requireRoom(now);
    const passkeys = [...now.factors.passkeys, passkey];
    const usedToken = redeemFactorCode(parts, now, ceremony.factorCode);
    const made = recoveryCodesFor(now);
    codes = made.codes;
    const set = { passkeys, recoveryCodes: made.hashes, wereReset: false };
    return { set, ends: 'nothing', usedToken, entries: [entry] };
  });
  if (!changed) throw new CeremonyExpiredError();
  return { account: changed, codes };
}

function requireRoom({ factors }: Account): void {
  if (factors.passkeys.length >= MAX_PASSKEYS) throw new TooManyPasskeysError(MAX_PASSKEYS);
}

function toPasskey({ aaguid, ...made }: NewCredential, name = defaultName(aaguid)): Passkey {
  return { ...made, id: randomBytes(8).toString('base64url'), name, createdAt: new Date() };
}
