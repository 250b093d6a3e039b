import { randomUUID } from 'crypto';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { readJson } from '../revocation';
import { STREAM, SUBJECT_PREFIX } from './stored-message';

const REQUEST_TIMEOUT_MS = 2000;
/** In ns; a heartbeat of the consumer asks again for an answer to flow control that got lost. */
const IDLE_HEARTBEAT = 5_000_000_000;
/** In ns; the server removes the consumer of a service that has gone. */
const INACTIVE_THRESHOLD = 5_000_000_000;

export interface BucketEntry {
  readonly key: string;
  /** Empty for an entry that was deleted. */
  readonly text: string;
  /** How many entries that are there already are still to come. */
  readonly pending: number;
}

/**
 * Tells the last value of each key of the bucket `revocations`, oldest first, and then each change, with a consumer of
 * this connection's own (NATS ADR-8 and ADR-15). Unlike the client's own watch it has no timers and asks for nothing
 * but the consumer. It ends with the connection.
 * @param inboxPrefix below which its messages come in
 * @throws Error when there is no such bucket, and when a message is missing
 */
export async function* followBucket(
  connection: NatsConnection,
  inboxPrefix: string,
): AsyncGenerator<BucketEntry> {
  const inbox = `${inboxPrefix}.${randomUUID()}`;
  const messages = connection.subscribe(inbox);
  const name = `latchkey-${randomUUID()}`;
  await createConsumer(connection, name, inbox);
  const from = `.${STREAM}.${name}.`;
  let received = 0;
  for await (const message of messages) {
    // Reading the headers of every entry would take as long as the rest.
    if (message.data.length === 0 && message.headers?.code === 100) {
      keepFlowing(connection, message);
      continue;
    }
    // What the server tells of a delivery: `….<stream>.<consumer>.….<its count>.<time>.<how many are pending>`. Anybody
    // who knows the inbox can have another consumer deliver there.
    if (!message.reply?.includes(from)) continue;
    const [count, , pending] = message.reply.split('.').slice(-3).map(Number);
    if (count !== ++received) throw new Error('a message of NATS is missing');
    yield {
      key: message.subject.slice(SUBJECT_PREFIX.length),
      text: message.string(),
      pending: pending!,
    };
  }
}

async function createConsumer(connection: NatsConnection, name: string, inbox: string): Promise<void> {
  const filter = `${SUBJECT_PREFIX}>`;
  const config = {
    name,
    deliver_subject: inbox,
    deliver_policy: 'last_per_subject',
    filter_subject: filter,
    ack_policy: 'none',
    flow_control: true,
    idle_heartbeat: IDLE_HEARTBEAT,
    inactive_threshold: INACTIVE_THRESHOLD,
    mem_storage: true,
    num_replicas: 1,
  };
  const answer = await connection.request(
    `$JS.API.CONSUMER.CREATE.${STREAM}.${name}.${filter}`,
    JSON.stringify({ stream_name: STREAM, config }),
    { timeout: REQUEST_TIMEOUT_MS },
  );
  const { error } = readJson(answer.string());
  if (error !== undefined) throw new Error(`NATS refuses to be followed: ${JSON.stringify(error)}`);
}

/** Answers flow control, without which the server would pause the consumer. */
function keepFlowing(connection: NatsConnection, message: Msg): void {
  const reply = message.reply === '' ? undefined : message.reply;
  const awaited = reply ?? message.headers?.get('Nats-Consumer-Stalled');
  if (awaited) connection.publish(awaited);
}
