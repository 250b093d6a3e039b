import type { Account } from '../accounts/account';
import { acrOf, assuranceOf, hasSecondFactor } from './assurance';
import { isGuarded } from './fresh-session';
import type { LiveSession } from './live-session';
import { waysIn, type WaysInSettings } from './ways-in';

/** What proves who a person is: values of `factors` in answers. */
export type Factor = 'password' | 'email' | 'totp' | 'recovery_code' | 'passkey';

/** What an account can prove beside its password. */
export function secondFactorsOf({ factors }: Account): readonly Factor[] {
  const { totp, recoveryCodes, passkeys } = factors;
  return [
    ...(totp ? (['totp'] as const) : []),
    ...(passkeys.length > 0 ? (['passkey'] as const) : []),
    ...(recoveryCodes.length > 0 ? (['recovery_code'] as const) : []),
  ];
}

/**
 * How much a step-up of a session proves: as much as a sign-in would, and no less than the session is worth, since `auth_time` tells of all
 * of it.
 */
export function neededFor(live: LiveSession, asked: 'aal2' | undefined): 'aal1' | 'aal2' {
  const isWhole = assuranceOf(live.session, live.account).acr === 'aal2';
  return asked === 'aal2' || isGuarded(live) || isWhole ? 'aal2' : 'aal1';
}

/**
 * By what the rest of a step-up can be proven.
 * @param proven what was proven so far, as values of `amr`
 * @returns nothing when all is proven, and also where an account has nothing that proves the rest
 */
export function dueOf(
  account: Account,
  needed: 'aal1' | 'aal2',
  proven: readonly string[],
  settings: WaysInSettings,
): readonly Factor[] {
  if (isEnough(needed, proven)) return [];
  const ways = waysIn(account, settings);
  if (needed === 'aal1') return ways;
  if (proven.includes('pwd')) return secondFactorsOf(account);
  // A mail is worth no more beside a second factor.
  return ways.filter((way) => way === 'password' || (way === 'passkey' && !hasSecondFactor(proven)));
}

/** Whether all that a step-up needs is proven. */
export function isEnough(needed: 'aal1' | 'aal2', proven: readonly string[]): boolean {
  return proven.length > 0 && (needed === 'aal1' || acrOf(proven) === 'aal2');
}
