import type { Account } from './account';
import type { FactorValues } from './factor-storage';

/** Finds an account only as long as none of its factors has changed since it was read. */
export function withFactorsAsRead({ factors: { version } }: Account) {
  return { 'factors.version': version === 0 ? { $in: [0, null] } : version };
}

/**
 * The parts of an update that change factors.
 * @param endsAssurance whether what sessions have proven with a factor ends
 */
export function factorUpdate(values: FactorValues, endsAssurance: boolean) {
  const named = Object.entries(values).map(([name, value]) => [`factors.${name}`, value] as const);
  return {
    $set: Object.fromEntries(named.filter(([, value]) => value !== undefined)) as Record<string, unknown>,
    $inc: { 'factors.version': 1, ...(endsAssurance && { 'factors.gen': 1 }) },
    $unset: Object.fromEntries(
      named.filter(([, value]) => value === undefined).map(([name]) => [name, '' as const]),
    ),
  };
}
