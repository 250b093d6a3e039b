import type { ClientInfo, Seen, Session } from './session';

const STEP_MS = 5 * 60_000;
/** A step is told when it and the next one are over, so the third newest is always one that may be told. */
const MAX_STEPS = 3;

/** The beginning of the step of five minutes that a time is in. */
export function toStep(time: Date): Date {
  return new Date(Math.floor(time.getTime() / STEP_MS) * STEP_MS);
}

/** Adds to the steps in which a session was used. */
export function addSeen(session: Session, now: Date, { userAgent, ip }: ClientInfo): Seen[] {
  const at = toStep(now);
  const seen = seenOf(session);
  const earlier = seen.filter((other) => other.at < at);
  // Until a later step is told, the sign-in is, also when the session was used in the same step.
  return [{ at, userAgent, ip }, ...(earlier.length > 0 ? earlier : seen.slice(-1))].slice(0, MAX_STEPS);
}

/**
 * When and where a session was last used, as it is told: late, and in steps of the clock. A thief who has copied a refresh
 * token must not see that it was exchanged a moment ago: within REFRESH_GRACE, which is at most one step, the copy would pass
 * for a repetition.
 */
export function lastSeenAsTold(session: Session): Seen {
  const seen = seenOf(session);
  const limit = Date.now() - 2 * STEP_MS;
  return seen.find(({ at }) => at.getTime() <= limit) ?? seen.at(-1)!;
}

/** A session of a service that did not keep steps yet has one. */
function seenOf({ seen = [], lastSeenAt, userAgent, ip }: Session): readonly Seen[] {
  return seen.length > 0 ? seen : [{ at: toStep(lastSeenAt), userAgent, ip }];
}
