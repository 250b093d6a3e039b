import { AS_OF_KEY, BUCKET, keyOf, type Revocation } from '@latchkey/common/protocol';
import { jetstream, JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { keepFollowable, keepLife, REPUBLISH, STREAM } from './stream';

const ACK_TIMEOUT_MS = 5000;
/** The least that survives the loss of one server. */
const CLUSTER_REPLICAS = 3;

/** The key-value bucket `revocations`; each write resolves once JetStream has it. */
export interface NatsBucket {
  /** Writes an entry, which never changes: one that is there already is not sent to every service again. */
  create(revocation: Revocation): Promise<void>;
  /**
   * Writes until when the bucket is complete.
   * @param at in ms since 1970
   * @throws Error when the bucket was made anew since it was opened, or has lost what it acknowledged since then: not all
   *   that was written is in it
   */
  putAsOf(at: number): Promise<void>;
}

/**
 * Opens the bucket, and makes it where there is none. One that is there keeps all but its ttl, what it tells live, and its
 * limit of messages a key.
 * @param ttl how long an entry stays, in ms
 */
export async function openBucket(connection: NatsConnection, ttl: number): Promise<NatsBucket> {
  const client = jetstream(connection, { timeout: ACK_TIMEOUT_MS });
  const replicas = connection.info?.cluster === undefined ? 1 : CLUSTER_REPLICAS;
  const bucket = await new Kvm(client).create(BUCKET, { history: 1, ttl, replicas, republish: REPUBLISH });
  const manager = await client.jetstreamManager();
  await keepLife(manager, ttl);
  await keepFollowable(manager);
  const { created } = await manager.streams.info(STREAM);
  /** The highest sequence that was acknowledged. */
  let written = 0;

  async function create(revocation: Revocation): Promise<void> {
    const { until } = revocation;
    const subject = `$KV.${BUCKET}.${keyOf(revocation)}`;
    try {
      const { seq } = await client.publish(subject, JSON.stringify({ until }), {
        expect: { lastSubjectSequence: 0 },
      });
      written = Math.max(written, seq);
    } catch (error) {
      const code = error instanceof JetStreamApiError ? error.code : undefined;
      // In a cluster, another replica of this service is about to write the same: ask again whether it could.
      if (code === JetStreamApiCodes.StreamWrongLastSequenceUnknown) return create(revocation);
      if (code !== JetStreamApiCodes.StreamWrongLastSequence) throw error;
    }
  }

  return {
    create,
    async putAsOf(at) {
      const writtenBefore = written; // What is acknowledged while this asks may be missing in the answer.
      const stream = await manager.streams.info(STREAM);
      if (stream.created !== created) throw new Error('the bucket was made anew');
      // A server that was put back to an older disk, or a cluster that has lost its majority, keeps the time of creation.
      if (stream.state.last_seq < writtenBefore) throw new Error('the bucket has lost what was written');
      const seq = await bucket.put(AS_OF_KEY, JSON.stringify({ at, window: ttl }));
      written = Math.max(written, seq);
    },
  };
}
