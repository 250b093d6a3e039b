import { InvalidCredentialsError, TooManyRequestsError } from '../errors';
import { addressKey } from './address-key';
import { createBlockedAddresses } from './blocked-addresses';
import type { Count } from './counter';
import type { Limit } from './limit';
import type { LimitsStore, Refusal, Settlement } from './storage';

/**
 * Counts requests of addresses, and what somebody tries together with the request that it came in.
 * @param requests the limit of requests, which stay counted whatever becomes of them
 */
export function createCounting(store: LimitsStore, requests: Limit) {
  const blocked = createBlockedAddresses();
  const isRequest = ({ limit }: Count) => limit === requests;

  /** The refusal of a request from an address that is known to be over the limit. */
  function refusalOf(request: Count): Refusal | undefined {
    const waitMs = blocked.remaining(request.key);
    return waitMs > 0 ? { count: request, waitMs } : undefined;
  }

  /** Counts all, or nothing but the request. */
  async function count(counts: readonly Count[]): Promise<Refusal | undefined> {
    const request = counts.find(isRequest);
    const known = request && refusalOf(request);
    const refusal = known ?? (await store.count(counts));
    if (!refusal || known) return refusal;
    if (refusal.count === request) blocked.add(request.key, refusal.waitMs);
    const before = counts.slice(0, counts.indexOf(refusal.count));
    await store.settle({ takeBack: before.filter((each) => !isRequest(each)) });
    return refusal;
  }

  /** @throws TooManyRequestsError (429) */
  async function countOrRefuse(counts: readonly Count[]): Promise<void> {
    const refusal = await count(counts);
    if (refusal) throw new TooManyRequestsError(refusal.waitMs);
  }

  /**
   * Tries what was counted as a failure before, so that parallel tries cannot slip through together. What came to nothing,
   * such as when MongoDB is away, is taken back.
   */
  async function tryCounted<T>(
    counted: readonly Count[],
    success: Settlement,
    prove: () => Promise<T>,
  ): Promise<T> {
    let proven: T;
    try {
      proven = await prove();
    } catch (error) {
      if (!(error instanceof InvalidCredentialsError)) await store.settle({ takeBack: counted });
      throw error;
    }
    await store.settle(success);
    return proven;
  }

  return {
    requestOf: (ip: string): Count => ({ limit: requests, key: addressKey(ip) }),
    refusalOf,
    count,
    countOrRefuse,
    tryCounted,
  };
}
