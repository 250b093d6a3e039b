import { ConfigurationError } from '@latchkey/common';
import { duration, MAX_ACCESS_TTL } from '@latchkey/common/protocol';

/** Browsers keep no cookie longer (RFC 6265bis, section 5.5). */
const MAX_SESSION = '400d';
/** As long as this, a refresh token that was copied goes unnoticed. */
const MAX_GRACE = '5m';
/** Tokens hold whole seconds, and an answer takes up to one to get lost. */
const MIN = '1s';

/** For a refresh that raced the revocation, and for clocks that differ. */
const WINDOW_SLACK_MS = 60_000;
const MIN_WINDOW = '61s';
const MAX_WINDOW = '48h';

const accessTtl = duration(MIN, MAX_ACCESS_TTL);
const window = duration(MIN_WINDOW, MAX_WINDOW);
const grace = duration(MIN, MAX_GRACE);
const session = duration(MIN, MAX_SESSION);

/** How long tokens and sessions live. */
export const lifetimeVariables = {
  ACCESS_TTL: accessTtl({
    default: 900_000,
    desc: `How long an access token lives: ${MIN} to ${MAX_ACCESS_TTL}`,
  }),
  REVOCATION_WINDOW: window({
    default: undefined,
    desc: `How long services hold a revocation, to ${MAX_WINDOW}: at least 1 minute longer than ACCESS_TTL, which is the default. Raise it before ACCESS_TTL, and lower it after`,
  }),
  REFRESH_GRACE: grace({
    default: 15_000,
    desc: `How long the previous refresh token still gets the same successor: ${MIN} to ${MAX_GRACE}`,
  }),
  SESSION_IDLE: session({
    default: 604_800_000,
    desc: `A session ends when unused for this long: ACCESS_TTL to ${MAX_SESSION}`,
  }),
  SESSION_MAX: session({
    default: 2_592_000_000,
    desc: `A session ends after this long in any case: ACCESS_TTL to ${MAX_SESSION}`,
  }),
};

interface Lifetimes {
  readonly ACCESS_TTL: number;
  readonly REVOCATION_WINDOW: number | undefined;
  readonly SESSION_IDLE: number;
  readonly SESSION_MAX: number;
}

/**
 * Refuses lives that contradict each other. A token must not outlive its session: nothing revokes one when its session
 * is over.
 * @param isIdleGiven whether SESSION_IDLE is not the default: beside that, a short SESSION_MAX is clear
 * @throws ConfigurationError that lists every contradiction
 */
export function requireConsistentLifetimes(
  { ACCESS_TTL, REVOCATION_WINDOW, SESSION_IDLE, SESSION_MAX }: Lifetimes,
  isIdleGiven: boolean,
): void {
  const faults = [
    ACCESS_TTL > SESSION_IDLE && 'ACCESS_TTL must not be longer than SESSION_IDLE',
    ACCESS_TTL > SESSION_MAX && 'ACCESS_TTL must not be longer than SESSION_MAX',
    (REVOCATION_WINDOW ?? Infinity) < ACCESS_TTL + WINDOW_SLACK_MS &&
      'REVOCATION_WINDOW must be at least a minute longer than ACCESS_TTL, or a token outlives its revocation',
    isIdleGiven && SESSION_IDLE > SESSION_MAX && 'SESSION_IDLE must not be longer than SESSION_MAX',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** How long a revocation is held, in ms. */
export function revocationWindow({
  ACCESS_TTL,
  REVOCATION_WINDOW,
}: Pick<Lifetimes, 'ACCESS_TTL' | 'REVOCATION_WINDOW'>): number {
  return REVOCATION_WINDOW ?? ACCESS_TTL + WINDOW_SLACK_MS;
}
