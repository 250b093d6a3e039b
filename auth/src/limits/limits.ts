import { createHash } from 'node:crypto';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { TooManyRequestsError } from '../errors';
import { addressKey } from './address-key';
import type { Limit, LimitsStore } from './limits-store';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Sign-ups, sign-ins and password changes from one address: an office has one, and a flood too. */
const REQUESTS_PER_ADDRESS: Limit = { name: 'address', points: 300, duration: MINUTE, rememberBlocked: true };
/** Few enough that one address alone, 80 a day, never reaches the ceiling and so can't lock a person out. */
const FAILURES_PER_ACCOUNT_AND_ADDRESS: Limit = { name: 'account+address', points: 20, duration: 6 * HOUR };
/** No more than 100 failures in a row on one account (NIST SP 800-63B, section 3.2.2). */
const FAILURES_PER_ACCOUNT: Limit = { name: 'account', points: 100, duration: 24 * HOUR };
const REFRESHES_PER_SESSION: Limit = { name: 'session', points: 60, duration: MINUTE };

/** An attempt to prove who one is. It counts as failed until it is known to have succeeded. */
export interface Attempt {
  succeeded(): Promise<void>;
}

/** Counts what could be a flood or a guess; each call refuses with TooManyRequestsError (429) when it is too much. */
export function createLimits(store: LimitsStore) {
  const requests = store.counter(REQUESTS_PER_ADDRESS);
  const failures = store.counter(FAILURES_PER_ACCOUNT_AND_ADDRESS);
  const ceiling = store.counter(FAILURES_PER_ACCOUNT);
  const refreshes = store.counter(REFRESHES_PER_SESSION);

  return {
    countRequest: (ip: string) => consume(requests, addressKey(ip)),

    countRefresh: (sid: string) => consume(refreshes, sid),

    /** Counts a guess before it is made, so that parallel ones can't slip through together. */
    async countAttempt(email: string, ip: string): Promise<Attempt> {
      // The email is hashed: who has no account here should not be on record either.
      const account = createHash('sha256').update(email).digest('base64url');
      const accountAndAddress = `${account}@${addressKey(ip)}`;
      await consume(failures, accountAndAddress);
      await consume(ceiling, account);
      return {
        async succeeded() {
          await Promise.all([failures.delete(accountAndAddress), ceiling.delete(account)]);
        },
      };
    },
  };
}

export type Limits = ReturnType<typeof createLimits>;

async function consume(counter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await counter.consume(key);
  } catch (refusal) {
    throw refusal instanceof RateLimiterRes ? new TooManyRequestsError(refusal.msBeforeNext) : refusal;
  }
}
