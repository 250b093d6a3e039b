import { setTimeout as sleep } from 'node:timers/promises';
import type { OutageLog } from '@latchkey/common/server';
import type { RevocationLog, RevocationSource } from '../revocations/revocation-log';

const INTERVAL_MS = 1000;
/** One of so many reads is of everything. */
const READS_A_ROUND = 60;

/**
 * Reads every second what was revoked, until `stopping` is aborted: other replicas and the command line revoke too.
 * Every minute it reads everything that can still matter, in case MongoDB's clock was set back.
 * @returns once it has stopped
 */
export async function readLog(
  log: RevocationLog,
  sources: readonly RevocationSource[],
  outages: OutageLog,
  stopping: AbortSignal,
): Promise<void> {
  for (let reads = 1; !stopping.aborted; reads++) {
    try {
      await (reads % READS_A_ROUND === 0 ? log.readAll(sources) : log.readNew(sources));
      outages.back();
    } catch (error) {
      outages.away(error);
    }
    log.dropExpired();
    await sleep(INTERVAL_MS, undefined, { signal: stopping, ref: false }).catch(() => undefined);
  }
}
