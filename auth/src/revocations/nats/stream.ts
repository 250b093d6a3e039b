import { BUCKET, LIVE_PREFIX } from '@latchkey/common/protocol';
import type { JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { MAX_INACTIVE_MS } from './unwanted-consumers';

/** The stream behind the bucket. */
export const STREAM = `KV_${BUCKET}`;

/** The server tells live what it has stored, and nothing that it refuses to store. */
export const REPUBLISH = { src: `$KV.${BUCKET}.>`, dest: `${LIVE_PREFIX}>` };

/** Corrects how long an entry stays, in ms. */
export async function keepLife(manager: JetStreamManager, ttl: number): Promise<void> {
  const { config } = await manager.streams.info(STREAM);
  if (config.max_age === nanos(ttl)) return;
  // The window for duplicates, which is not used here, cannot be longer than the life of a message; 0 lets the server choose.
  await manager.streams.update(STREAM, { max_age: nanos(ttl), duplicate_window: 0 });
}

/** How many messages of one key are kept: all, until they are too old. */
const UNLIMITED = -1;

/**
 * Has the stream tell live what it stores, and keep each as-of for as long as the entries. A key-value bucket would remove
 * one when the next comes. That leaves gaps between the entries, and then the server goes over all of them to count those
 * that come after a page (seen with nats-server 2.15.1). To be repeated: an update is a read and a write of the whole
 * configuration, so that of a replica of an older release can undo one of the same moment.
 */
export async function keepFollowable({ streams }: JetStreamManager): Promise<void> {
  const { config } = await streams.info(STREAM);
  const { src, dest, headers_only: isWithoutData } = config.republish ?? {};
  const isRepublished = src === REPUBLISH.src && dest === REPUBLISH.dest && !isWithoutData;
  if (isRepublished && config.max_msgs_per_subject === UNLIMITED) return;
  await streams.update(STREAM, { republish: REPUBLISH, max_msgs_per_subject: UNLIMITED });
}

/** Has the server remove consumers that nobody listens to. One that says nothing of it gets the limit, a durable one too. */
export async function keepInactivityLimited({ streams }: JetStreamManager): Promise<void> {
  const { config } = await streams.info(STREAM);
  const limit = nanos(MAX_INACTIVE_MS);
  if (config.consumer_limits?.inactive_threshold === limit) return;
  await streams.update(STREAM, {
    consumer_limits: { ...config.consumer_limits, inactive_threshold: limit },
  });
}
