import { InvalidCredentialsError, TooManyRequestsError } from '../errors';
import { accountKey } from './account-key';
import { addressKey } from './address-key';
import type { Count } from './counter';
import { createCounting } from './counting';
import { GuessesUsedUpError } from './guesses-used-up-error';
import { createGuessing, type GuessFrom } from './guessing';
import { createMailLimits } from './mail-limits';
import { nameLimits, type LimitSettings } from './limit';
import type { LimitsStore } from './storage';

/** Somebody who wants to prove that an account is theirs. */
export interface Guess extends GuessFrom {
  readonly email: string;
}

/** Somebody who tries a mailed code. */
export interface CodeGuess extends GuessFrom {
  /** What the address counts as that the code was asked for: `accountKey` of it. */
  readonly addressee: string;
}

/** Somebody who tries a second factor: they have the password. */
export interface FactorGuess extends GuessFrom {
  /** The id of the account. */
  readonly account: string;
}

/** Counts what could be a flood or a guess; each call refuses with TooManyRequestsError (429) when it is too much. */
export function createLimits(store: LimitsStore, settings: LimitSettings) {
  const limits = nameLimits(settings);
  // Refresh tokens that are not the current one: what a second tab or a lost answer repeats.
  const repeatsPerSession = { ...limits.refreshesPerSession, name: 'session-repeat' };
  const counting = createCounting(store, limits.requestsPerAddress);
  const { requestOf, refusalOf, count, countOrRefuse, tryCounted } = counting;

  const guessAt = createGuessing(limits, counting);

  return {
    ...createMailLimits(store, (ip) =>
      countOrRefuse([requestOf(ip), { limit: limits.mailRequestsPerAddress, key: addressKey(ip) }]),
    ),

    /** Counts a mail that the owner of an account asks for by its password: many people can share an address. */
    countMailRequestOf: (account: string) =>
      countOrRefuse([{ limit: limits.mailRequestsPerAddress, key: `account:${account}` }]),

    /** Refuses an address that is known to be over its limit, without asking MongoDB. */
    refuseBlocked(ip: string): void {
      const refusal = refusalOf(requestOf(ip));
      if (refusal) throw new TooManyRequestsError(refusal.waitMs);
    },

    countRequest: (ip: string) => countOrRefuse([requestOf(ip)]),

    countRefresh: (sid: string) => countOrRefuse([{ limit: limits.refreshesPerSession, key: sid }]),

    countRepeat: (sid: string) => countOrRefuse([{ limit: repeatsPerSession, key: sid }]),

    /** Takes a refresh back that another one of the same token had made already. */
    giveRefreshBack: (sid: string) =>
      store.settle({ takeBack: [{ limit: limits.refreshesPerSession, key: sid }] }),

    /**
     * Counts the request, and lets somebody try to prove who they are. A device that the account knows has failures of
     * its own; when these are used up, it is treated as any other.
     */
    guess: <T>({ email, ...from }: Guess, prove: () => Promise<T>) => guessAt(accountKey(email), from, prove),

    /** Lets somebody try a mailed code in the same way. Failures with codes lock no password out, and the other way round. */
    guessCode: <T>({ addressee, ...from }: CodeGuess, prove: () => Promise<T>) =>
      guessAt(codeKey(addressee), from, prove),

    /** Lets somebody try a second factor in the same way, over all ceremonies. No right password forgets these failures. */
    guessFactor: <T>({ account, ...from }: FactorGuess, prove: () => Promise<T>) =>
      guessAt(factorKey(account), from, prove),

    /**
     * Counts the request, and lets somebody prove a passkey before it is known whose. Failures count at the address alone, so
     * strangers lock nobody out.
     */
    async guessPasskey<T>(ip: string, prove: () => Promise<T>): Promise<T> {
      const failure: Count = { limit: limits.failuresPerAddress, key: addressKey(ip) };
      await countOrRefuse([requestOf(ip), failure]);
      return tryCounted([failure], { takeBack: [failure] }, prove);
    },

    /**
     * Counts the request, and lets the holder of a session prove that the account is theirs. The session has failures of its
     * own, which no stranger can use up.
     * @throws GuessesUsedUpError when the session has to end
     */
    async confirm<T>(sid: string, ip: string, prove: () => Promise<T>): Promise<T> {
      const own: Count = { limit: limits.failuresPerSession, key: sid };
      const refusal = await count([requestOf(ip), own]);
      if (refusal?.count === own) throw new GuessesUsedUpError();
      if (refusal) throw new TooManyRequestsError(refusal.waitMs);
      try {
        return await tryCounted([own], { forget: [own] }, prove);
      } catch (error) {
        if (!(error instanceof InvalidCredentialsError) || !(await store.isUsedUp(own))) throw error;
        throw new GuessesUsedUpError(error);
      }
    },

    /** Forgets the failures at an account, from all addresses. Those of its own devices and sessions stay. */
    unlock: ({ id, email }: { readonly id: string; readonly email: string }): Promise<void> =>
      store.remove(
        [accountKey(email), codeKey(accountKey(email)), factorKey(id)].flatMap((key) => [
          { limit: limits.failuresPerAccountAndAddress, key: `${key}@` },
          { limit: limits.failuresPerAccount, key },
        ]),
      ),
  };
}

/** An account at which second factors are guessed. */
const factorKey = (account: string) => `factor:${account}`;

/** An address at which codes are guessed. */
const codeKey = (addressee: string) => `code:${addressee}`;

export type Limits = ReturnType<typeof createLimits>;
