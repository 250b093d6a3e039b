/** So many in so long, for each key. */
export interface Limit {
  /** Begins the key in the store, so replicas of different versions count together as long as it stays. */
  readonly name: string;
  readonly count: number;
  /** ms, from the first that was counted */
  readonly duration: number;
  /** What is more than `count` is not refused until the end, but has to wait longer each time. */
  readonly delays?: boolean;
}

/** A limit as an operator sets it. */
export type LimitSetting = Pick<Limit, 'count' | 'duration'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is limited unless an operator sets it otherwise. */
export const DEFAULT_LIMITS = {
  /** Sign-ups, sign-ins, password changes and refused refreshes: an office has one address, and a flood too. */
  requestsPerAddress: { count: 300, duration: MINUTE },
  /** What an office mistypes in an hour on devices that are new; a known device counts for itself. */
  failuresPerAddress: { count: 30, duration: HOUR },
  /** Few enough that one address alone, 80 a day, never reaches the next limit and so cannot lock a person out. */
  failuresPerAccountAndAddress: { count: 20, duration: 6 * HOUR },
  /** No more than 100 failures in a row on one account (NIST SP 800-63B, section 3.2.2). */
  failuresPerAccount: { count: 100, duration: DAY },
  failuresPerDevice: { count: 10, duration: 6 * HOUR },
  /** As long as a session lives unless set otherwise. */
  failuresPerSession: { count: 10, duration: 30 * DAY },
  refreshesPerSession: { count: 60, duration: MINUTE },
  /** What asks for a mail: more than an office needs, and little to somebody who wants to fill mailboxes. */
  mailRequestsPerAddress: { count: 60, duration: HOUR },
} satisfies Record<string, LimitSetting>;

export type LimitSettings = Readonly<Record<keyof typeof DEFAULT_LIMITS, LimitSetting>>;

/** The names are those that earlier versions count by, where they do. */
const NAMES: Readonly<Record<keyof LimitSettings, string>> = {
  requestsPerAddress: 'address',
  failuresPerAddress: 'failures+address',
  failuresPerAccountAndAddress: 'account+address',
  failuresPerAccount: 'account',
  failuresPerDevice: 'account+device',
  failuresPerSession: 'failures+session',
  refreshesPerSession: 'session',
  mailRequestsPerAddress: 'mail-requests',
};

/** The limits as they are counted. */
export function nameLimits(settings: LimitSettings): Readonly<Record<keyof LimitSettings, Limit>> {
  const named = (Object.keys(NAMES) as (keyof LimitSettings)[]).map((each) => [
    each,
    { ...settings[each], name: NAMES[each], delays: each === 'failuresPerAddress' },
  ]);
  return Object.fromEntries(named) as Record<keyof LimitSettings, Limit>;
}

/**
 * Mails of one kind to one recipient: no more than links of that kind are good at once, so that a stranger who asks for more can
 * neither fill the mailbox nor make the owner's last link useless.
 */
export const MAILS_PER_RECIPIENT: Limit = { name: 'mails', count: 3, duration: HOUR };

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 5 * 60_000;

/** How long to wait, in ms, after the nth that was more than the limit: doubled each time, never for hours. */
export function delayAfter(excess: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (excess - 1), MAX_DELAY_MS);
}
