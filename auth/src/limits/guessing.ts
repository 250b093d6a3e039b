import { TooManyRequestsError } from '../errors';
import { addressKey } from './address-key';
import type { Count } from './counter';
import type { createCounting } from './counting';
import type { nameLimits } from './limit';

/** From where somebody guesses. */
export interface GuessFrom {
  readonly ip: string;
  /** The hash of the device, if the account knows it. */
  readonly device?: string | undefined;
}

/**
 * Makes what lets somebody try to prove that an account is theirs: it counts the request, and a failure before the proof. A
 * device that the account knows has failures of its own; when these are used up, it is treated as any other.
 */
export function createGuessing(
  limits: ReturnType<typeof nameLimits>,
  { requestOf, count, countOrRefuse, tryCounted }: ReturnType<typeof createCounting>,
) {
  return async function guessAt<T>(
    account: string,
    { ip, device }: GuessFrom,
    prove: () => Promise<T>,
  ): Promise<T> {
    const [request, address] = [requestOf(ip), addressKey(ip)];
    const ofAddress: Count = { limit: limits.failuresPerAddress, key: address };
    const ofAccount: Count[] = [
      { limit: limits.failuresPerAccountAndAddress, key: `${account}@${address}` },
      { limit: limits.failuresPerAccount, key: account },
    ];
    const common = [ofAddress, ...ofAccount];
    const commonSuccess = { forget: ofAccount, takeBack: [ofAddress] };
    if (device === undefined) {
      await countOrRefuse([request, ...common]);
      return tryCounted(common, commonSuccess, prove);
    }
    const own: Count = { limit: limits.failuresPerDevice, key: `${account}@${device}` };
    const refusal = await count([request, own]);
    if (!refusal) return tryCounted([own], { forget: [own] }, prove);
    if (refusal.count === request) throw new TooManyRequestsError(refusal.waitMs);
    await countOrRefuse(common);
    return tryCounted(common, { ...commonSuccess, forget: [own, ...ofAccount] }, prove);
  };
}
