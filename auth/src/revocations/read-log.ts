import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RevocationLog, RevocationSource } from './revocation-log';

const INTERVAL_MS = 1000;

/**
 * Reads every second what was revoked, until `stopping` is aborted: other replicas and the command line revoke too.
 * @returns once it has stopped
 */
export async function readLog(
  log: RevocationLog,
  sources: readonly RevocationSource[],
  logger: Logger,
  stopping: AbortSignal,
): Promise<void> {
  let failing = false;
  while (!stopping.aborted) {
    try {
      await log.readNew(sources);
      failing = false;
    } catch (error) {
      if (!failing) logger.warn({ err: error as Error }, 'could not read what was revoked; trying again');
      failing = true;
    }
    log.list.dropExpired();
    await sleep(INTERVAL_MS, undefined, { signal: stopping, ref: false }).catch(() => undefined);
  }
}
