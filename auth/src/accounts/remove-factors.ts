import type { Account } from './account';
import type { FactorValues, PasskeyClaims } from './factor-storage';
import { hasFactor, type Factors } from './factors';

/** What an account without factors has. */
export const NO_FACTORS = {
  isRequired: false,
  totp: undefined,
  pendingTotp: undefined,
  recoveryCodes: [],
  passkeys: [],
} satisfies FactorValues;

/**
 * What an account has without a factor. With the last one, sign-ins ask for no second factor, and recovery codes stand for nothing.
 * @param left what stays in the place of what goes
 */
export function withoutFactor(
  factors: Factors,
  left: Partial<Pick<Factors, 'totp' | 'passkeys'>>,
): FactorValues {
  const isLast = !hasFactor({ ...factors, ...left });
  return { ...left, ...(isLast && { isRequired: false, recoveryCodes: [] }) };
}

/** @returns what removes everything, or undefined where there is nothing */
export function removeAllFactors(factors: Factors): FactorValues | undefined {
  const { isRequired, pendingTotp, recoveryCodes } = factors;
  const isEmpty =
    !hasFactor(factors) && !isRequired && pendingTotp === undefined && recoveryCodes.length === 0;
  return isEmpty ? undefined : NO_FACTORS;
}

/**
 * Removes what was added since a time, when another person may have had the account. Recovery codes have no date, so all of them
 * go.
 * @returns what removes it, or undefined where nothing goes
 */
export function removeFactorsSince(factors: Factors, time: Date): FactorValues | undefined {
  const totp = factors.totp && factors.totp.since < time ? factors.totp : undefined;
  const passkeys = factors.passkeys.filter(({ createdAt }) => createdAt < time);
  if (totp === undefined && passkeys.length === 0) return removeAllFactors(factors);
  const isSame =
    totp === factors.totp &&
    passkeys.length === factors.passkeys.length &&
    factors.pendingTotp === undefined &&
    factors.recoveryCodes.length === 0;
  if (isSame) return undefined;
  return { totp, pendingTotp: undefined, passkeys, recoveryCodes: [] };
}

/** Whether an app or a passkey goes with a change. */
export function losesFactor(factors: Factors, { totp, passkeys = [] }: FactorValues): boolean {
  const isAppGone = factors.totp !== undefined && totp === undefined;
  return isAppGone || passkeys.length < factors.passkeys.length;
}

/** Gives up the claims of the passkeys that a change has removed. Where that fails, they are void all the same. */
export async function releaseRemoved(
  claims: Pick<PasskeyClaims, 'release'>,
  before: Account,
  after: Account,
): Promise<void> {
  const kept = after.factors.passkeys.map(({ credential }) => credential);
  const removed = before.factors.passkeys.filter(({ credential }) => !kept.includes(credential));
  await Promise.allSettled(removed.map(({ credential }) => claims.release(credential, after.id)));
}
