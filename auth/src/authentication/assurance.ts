import type { Account } from '../accounts/account';
import type { Assurance } from '../sessions/session';

/** What adds to a sign-in or a step-up, as values of `amr` (RFC 8176; `email`, a mailed code or link, is ours). */
export type Method = 'pwd' | 'otp' | 'hwk' | 'swk' | 'email' | 'mfa';

/** What a second factor leaves in `amr`: a code of an app or a recovery code, or a passkey. */
const SECOND_FACTORS = ['otp', 'hwk', 'swk'];

export function hasSecondFactor(amr: readonly string[]): boolean {
  return SECOND_FACTORS.some((method) => amr.includes(method));
}

/**
 * What is proven with another proof. A password and a second factor are `mfa` together. A passkey that has verified its user says
 * `mfa` itself. A mail is no more than a password, since it resets one, and beside a code it stays one factor.
 */
export function withProof(proven: readonly string[], added: readonly Method[]): readonly string[] {
  const amr = [...new Set([...proven, ...added])];
  const isWhole = amr.includes('pwd') && hasSecondFactor(amr);
  return isWhole && !amr.includes('mfa') ? [...amr, 'mfa'] : amr;
}

/** What methods are worth that were proven together. */
export function acrOf(amr: readonly string[]): 'aal1' | 'aal2' {
  return amr.includes('mfa') ? 'aal2' : 'aal1';
}

/** What a session tells of its proofs; one that an older release has begun tells nothing. */
export type SessionAssurance = { readonly [Name in keyof Assurance]?: Assurance[Name] | undefined };

/**
 * What a session is worth now: `aal2` counts as long as no factor of the account was removed. */
export function assuranceOf(
  { amr, acr, authTime, factorGen = 0 }: SessionAssurance,
  { factors }: Pick<Account, 'factors'>,
): SessionAssurance {
  const isWhole = acr === 'aal2' && factorGen === factors.gen;
  if (isWhole || acr === undefined) return { amr, acr, authTime, factorGen };
  return { amr: amr?.filter((method) => method !== 'mfa'), acr: 'aal1', authTime, factorGen };
}
