import { UnavailableError } from '../errors/unavailable-error';
import type { RevocationList } from './revocation-list';
import type { Revocations } from './revocations';

/** What a service does while it cannot know of new revocations: let people in, or answer 503. */
export type OnOutage = 'allow' | 'deny';

/** A list that is older than this, in ms, counts as cut off, however open a socket looks. */
export const OUTAGE_MS = 15_000;

/** Whether a list that was complete at this time, in ms since 1970, is current: one that is older may lack a ban. */
export function isCurrent(asOf: number): boolean {
  // An as-of that is to come is from before this clock was put back, and says nothing of its age.
  return Math.abs(Date.now() - asOf) <= OUTAGE_MS;
}

/**
 * Answers from a list; with `deny`, only while it is current. A token that the list knows as dead is dead either way.
 * @param asOf when the list was last complete, in ms since 1970
 */
export function withOutage(list: RevocationList, asOf: () => number, onOutage: OnOutage): Revocations {
  const { watch } = list;
  if (onOutage === 'allow') return { watch, isRevoked: list.isRevoked };
  return {
    watch,
    isRevoked(claims) {
      if (list.isRevoked(claims)) return true;
      if (isCurrent(asOf())) return false;
      throw new UnavailableError(
        'Whether this session was ended cannot be known right now. Try again shortly.',
        5,
      );
    },
  };
}
