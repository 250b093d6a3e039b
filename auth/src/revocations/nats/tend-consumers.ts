import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { promise as fastq } from 'fastq';
import { keepFollowable, keepInactivityLimited, STREAM } from './stream';
import { inboxOf, unwantedConsumers, type Consumer } from './unwanted-consumers';

const INTERVAL_MS = 10_000;
/** After a round that removed some: their maker goes on. */
const BUSY_INTERVAL_MS = 500;
const REQUEST_TIMEOUT_MS = 5000;
const REMOVALS_AT_ONCE = 50;
/** The next round has the rest. */
const MAX_LISTED = 5000;

/** What becomes of the consumers of the bucket. */
export interface ConsumersReport {
  /** A round is done: how many were removed, by the inbox that they delivered to; mostly none. */
  tended(removed: ReadonlyMap<string, number>): void;
  /** A round failed; the next one comes. */
  failed(error: Error): void;
}

/**
 * Keeps the consumers of the bucket in bounds, until `ending` is aborted. Services may make consumers and not
 * remove any, and NATS takes 1000 on a stream: without this, a service that is taken could fill them for good, and no
 * follower of an older release could follow. Has the server remove those that nobody listens to, too, which goes on
 * without this process. Each round also sees to it that the bucket can be followed without.
 * @returns once it has stopped
 */
export async function tendConsumers(
  connection: NatsConnection,
  report: ConsumersReport,
  ending: AbortSignal,
): Promise<void> {
  const manager = await jetstreamManager(connection, { timeout: REQUEST_TIMEOUT_MS, checkAPI: false });
  while (!ending.aborted) {
    let isBusy = false;
    try {
      await keepFollowable(manager);
      const removed = await removeUnwanted(manager);
      isBusy = removed.size > 0;
      // Only now: NATS refuses a limit that a consumer exceeds.
      await keepInactivityLimited(manager);
      report.tended(removed);
    } catch (error) {
      if (!ending.aborted) report.failed(error as Error);
    }
    const pause = isBusy ? BUSY_INTERVAL_MS : INTERVAL_MS;
    await sleep(pause, undefined, { signal: ending }).catch(() => undefined);
  }
}

async function removeUnwanted(manager: JetStreamManager): Promise<Map<string, number>> {
  // By name: where some come and go meanwhile, one can be on two pages.
  const consumers = new Map<string, Consumer>();
  for await (const consumer of manager.consumers.list(STREAM)) {
    consumers.set(consumer.name, consumer);
    if (consumers.size >= MAX_LISTED) break;
  }
  const inboxes = new Map<string, number>();
  const remove = fastq(async (consumer: Consumer) => {
    await manager.consumers.delete(STREAM, consumer.name);
    const inbox = inboxOf(consumer) ?? 'none';
    inboxes.set(inbox, (inboxes.get(inbox) ?? 0) + 1);
  }, REMOVALS_AT_ONCE);
  // One that is gone already is no fault, and one that cannot be removed must not keep the others.
  await Promise.allSettled(
    unwantedConsumers([...consumers.values()]).map((consumer) => remove.push(consumer)),
  );
  return inboxes;
}
