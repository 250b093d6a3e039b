import { setTimeout as sleep } from 'timers/promises';

const RETRY_MS = 1000;

/**
 * Repeats a step of the start, such as opening a database, each second until it is done or the service is to stop.
 * @param onFault gets each failure; an error that it throws ends the repetition
 * @returns what the step returns; undefined once `stop` is aborted
 * @throws what `onFault` throws
 * @example
 * ```ts
 * import { createOutageLog, retryUntilDone } from '@latchkey/common/server';
 * import { stopSignal } from '@latchkey/common/server/stop-signal';
 *
 * const outages = createOutageLog(logger, 'MongoDB');
 * await retryUntilDone(() => database.ping(), (error) => outages.away(error), stopSignal);
 * ```
 */
export async function retryUntilDone<T>(
  step: () => Promise<T>,
  onFault: (error: unknown) => void,
  stop: AbortSignal,
): Promise<T | undefined> {
  while (!stop.aborted) {
    try {
      return await step();
    } catch (error) {
      onFault(error);
      await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return undefined;
}
