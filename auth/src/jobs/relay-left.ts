import { setTimeout as sleep } from 'node:timers/promises';
import type { OutageLog } from '@latchkey/common/server';
import type { Relay } from '../events/relay';

const INTERVAL_MS = 3000;
/** Younger entries are usually being relayed by the process that wrote them. */
const LEFT_AFTER_MS = 3000;

/**
 * Relays every few seconds the events that stayed in their documents, until `stopping` is aborted: their process died or could
 * not reach MongoDB, or it was the command line.
 * @returns once it has stopped
 */
export async function relayLeft(
  relay: Pick<Relay, 'relayLeft'>,
  outages: OutageLog,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      while (!(await relay.relayLeft(new Date(Date.now() - LEFT_AFTER_MS)))) if (stopping.aborted) return;
    } catch (error) {
      outages.away(error);
    }
    await sleep(INTERVAL_MS, undefined, { signal: stopping, ref: false }).catch(() => undefined);
  }
}
