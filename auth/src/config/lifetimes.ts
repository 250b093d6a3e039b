import { ConfigurationError } from '@latchkey/common';
import { duration, MAX_ACCESS_TTL } from '@latchkey/common/protocol';

/** Browsers keep no cookie longer (RFC 6265bis, section 5.5). */
const MAX_SESSION = '400d';
/** As long as this, a refresh token that was copied goes unnoticed. */
const MAX_GRACE = '5m';
/** Tokens hold whole seconds, and an answer takes up to one to get lost. */
const MIN = '1s';

const accessTtl = duration(MIN, MAX_ACCESS_TTL);
const grace = duration(MIN, MAX_GRACE);
const session = duration(MIN, MAX_SESSION);

/** How long tokens and sessions live. */
export const lifetimeVariables = {
  ACCESS_TTL: accessTtl({
    default: 900_000,
    desc: `How long an access token lives: ${MIN} to ${MAX_ACCESS_TTL}`,
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
  { ACCESS_TTL, SESSION_IDLE, SESSION_MAX }: Lifetimes,
  isIdleGiven: boolean,
): void {
  const faults = [
    ACCESS_TTL > SESSION_IDLE && 'ACCESS_TTL must not be longer than SESSION_IDLE',
    ACCESS_TTL > SESSION_MAX && 'ACCESS_TTL must not be longer than SESSION_MAX',
    isIdleGiven && SESSION_IDLE > SESSION_MAX && 'SESSION_IDLE must not be longer than SESSION_MAX',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new ConfigurationError(faults);
}
