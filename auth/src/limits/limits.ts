import { createHash } from 'node:crypto';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { InvalidCredentialsError, TooManyRequestsError } from '../errors';
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
/** Refresh tokens that are not the current one: what a second tab or a lost answer repeats. */
const REPEATS_PER_SESSION: Limit = { name: 'session-repeat', points: 60, duration: MINUTE };

/** Counts what could be a flood or a guess; each call refuses with TooManyRequestsError (429) when it is too much. */
export function createLimits(store: LimitsStore) {
  const requests = store.counter(REQUESTS_PER_ADDRESS);
  const failures = store.counter(FAILURES_PER_ACCOUNT_AND_ADDRESS);
  const ceiling = store.counter(FAILURES_PER_ACCOUNT);
  const refreshes = store.counter(REFRESHES_PER_SESSION);
  const repeats = store.counter(REPEATS_PER_SESSION);

  return {
    countRequest: (ip: string) => consume(requests, addressKey(ip)),

    countRefresh: (sid: string) => consume(refreshes, sid),

    countRepeat: (sid: string) => consume(repeats, sid),

    /** Takes a refresh back that another one of the same token had made already. */
    async giveRefreshBack(sid: string): Promise<void> {
      await refreshes.reward(sid);
    },

    /**
     * Lets somebody try to prove who they are. It counts as a failure before it is made, so that parallel guesses can't
     * slip through together. A success forgets the failures; what came to nothing, since no core was free or MongoDB is
     * away, is taken back.
     */
    async attempt<T>(email: string, ip: string, prove: () => Promise<T>): Promise<T> {
      // The email is hashed: who has no account here should not be on record either.
      const account = createHash('sha256').update(email).digest('base64url');
      const accountAndAddress = `${account}@${addressKey(ip)}`;
      await consume(failures, accountAndAddress);
      await consume(ceiling, account);
      try {
        const proven = await prove();
        await Promise.all([failures.delete(accountAndAddress), ceiling.delete(account)]);
        return proven;
      } catch (error) {
        if (error instanceof InvalidCredentialsError) throw error;
        await Promise.all([failures.reward(accountAndAddress), ceiling.reward(account)]);
        throw error;
      }
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
