import { parseDuration } from '@latchkey/common/protocol';
import { makeValidator } from 'envalid';
import { DEFAULT_LIMITS, type LimitSetting, type LimitSettings } from '../limits/limit';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MAX_DURATION = 30 * 24 * HOUR;

interface Bounds {
  readonly maxCount: number;
  /** ms */
  readonly minDuration: number;
}

/** For what only costs work. */
const REQUESTS: Bounds = { maxCount: 100_000, minDuration: SECOND };
/** For guesses: no more than 100 failures in a row on one account (NIST SP 800-63B, section 3.2.2). */
const GUESSES: Bounds = { maxCount: 100, minDuration: HOUR };

/** A limit such as `300/1m`: so many in so long. There is no value that switches it off. */
const limit = (bounds: Bounds) => makeValidator<LimitSetting>((text) => parseLimit(text, bounds));

function parseLimit(text: string, { maxCount, minDuration }: Bounds): LimitSetting {
  const match = /^([1-9]\d{0,6})\/(\w{1,12})$/.exec(text.trim());
  const duration = match && durationOf(match[2]!);
  if (!duration) throw new Error('must be a count and a duration, such as 300/1m');
  const count = Number(match[1]);
  if (count > maxCount) throw new Error(`must be at most ${maxCount} in its duration`);
  if (duration < minDuration || duration > MAX_DURATION)
    throw new Error(`must have a duration from ${minDuration / SECOND}s to 30d`);
  return { count, duration };
}

function durationOf(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}

/** The variables of the rate limits. */
export const limitVariables = {
  REQUESTS_PER_ADDRESS: limit(REQUESTS)({
    default: DEFAULT_LIMITS.requestsPerAddress,
    desc: 'Sign-ups, sign-ins, password changes and refused refreshes from one address (IPv6: one /56), as count/duration',
  }),
  FAILURES_PER_ADDRESS: limit(REQUESTS)({
    default: DEFAULT_LIMITS.failuresPerAddress,
    desc: 'Failed sign-ins from one address on new devices; each further one has to wait longer, up to 5 minutes',
  }),
  FAILURES_PER_ACCOUNT_AND_ADDRESS: limit(GUESSES)({
    default: DEFAULT_LIMITS.failuresPerAccountAndAddress,
    desc: 'Failed sign-ins to one account from one address on new devices',
  }),
  FAILURES_PER_ACCOUNT: limit(GUESSES)({
    default: DEFAULT_LIMITS.failuresPerAccount,
    desc: 'Failed sign-ins in a row to one account on new devices, from all addresses',
  }),
  FAILURES_PER_DEVICE: limit(GUESSES)({
    default: DEFAULT_LIMITS.failuresPerDevice,
    desc: 'Failed sign-ins to one account on a known device, before the limits above count them',
  }),
  FAILURES_PER_SESSION: limit(GUESSES)({
    default: DEFAULT_LIMITS.failuresPerSession,
    desc: 'Wrong passwords in one session, at a password change or a deletion; then the session ends',
  }),
  REFRESHES_PER_SESSION: limit(REQUESTS)({
    default: DEFAULT_LIMITS.refreshesPerSession,
    desc: 'Refreshes of one session',
  }),
  MAIL_REQUESTS_PER_ADDRESS: limit(REQUESTS)({
    default: DEFAULT_LIMITS.mailRequestsPerAddress,
    desc: 'Requests for mails from one address (IPv6: one /56)',
  }),
};

type LimitVariables = Readonly<Record<keyof typeof limitVariables, LimitSetting>>;

/** The limits that the configuration sets. */
export function limitSettings(config: LimitVariables): LimitSettings {
  return {
    requestsPerAddress: config.REQUESTS_PER_ADDRESS,
    failuresPerAddress: config.FAILURES_PER_ADDRESS,
    failuresPerAccountAndAddress: config.FAILURES_PER_ACCOUNT_AND_ADDRESS,
    failuresPerAccount: config.FAILURES_PER_ACCOUNT,
    failuresPerDevice: config.FAILURES_PER_DEVICE,
    failuresPerSession: config.FAILURES_PER_SESSION,
    refreshesPerSession: config.REFRESHES_PER_SESSION,
    mailRequestsPerAddress: config.MAIL_REQUESTS_PER_ADDRESS,
  };
}
