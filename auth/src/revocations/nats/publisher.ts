import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectToNats, HEARTBEAT_MS, type Revocation } from '@latchkey/common/protocol';
import type { NatsConnection } from '@nats-io/transport-node';
import { promise as fastq } from 'fastq';
import { openBucket } from './bucket';
import type { RevocationLog, RevocationSource } from '../revocation-log';
import { tendConsumers, type ConsumersReport } from './tend-consumers';

/** Writes that wait for their acknowledgement at once. */
const IN_FLIGHT = 500;
/** Entries of the window that wait behind them. */
const BATCH = 5000;

/** What is published, and where to. */
export interface Publication {
  readonly log: RevocationLog;
  readonly sources: readonly RevocationSource[];
  /** `nats://user:password@host:4222`, or `tls://…` */
  readonly url: URL;
  /** How long an entry stays in the bucket, in ms. */
  readonly ttl: number;
}

/** Who is told how it goes. */
export interface PublicationReport {
  /** At every as-of that is published. */
  readonly current: () => void;
  readonly consumers: ConsumersReport;
}

/**
 * Publishes over one connection: all that can still matter, then what is new. Meanwhile it keeps the consumers of the
 * bucket in bounds.
 * @returns a promise that rejects when the connection or a write fails, and when `stopping` is aborted
 */
export async function publishOnce(
  publication: Publication,
  report: PublicationReport,
  stopping: AbortSignal,
): Promise<never> {
  const failing = new AbortController();
  const ending = AbortSignal.any([stopping, failing.signal]);
  try {
    // An inbox that services are not let into.
    const options = { name: 'latchkey auth', inboxPrefix: '_INBOX_auth' };
    const connection = await connectToNats(publication.url, options, ending);
    void connection.closed().then(() => failing.abort(new Error('the connection to NATS ended')));
    const ended = once(ending, 'abort').then((): never => {
      throw ending.reason;
    });
    return await Promise.race([ended, publish(connection, publication, report, failing, ending)]);
  } finally {
    failing.abort();
  }
}

async function publish(
  connection: NatsConnection,
  { log, sources, ttl }: Publication,
  report: PublicationReport,
  failing: AbortController,
  ending: AbortSignal,
): Promise<never> {
  const bucket = await openBucket(connection, ttl);
  ending.throwIfAborted();
  // Nothing waits for it: a revocation is published whatever services have made of the bucket.
  void tendConsumers(connection, report.consumers, ending);
  const queue = fastq((revocation: Revocation) => bucket.create(revocation), IN_FLIGHT);
  queue.error((error) => error && failing.abort(error));
  const push = (revocation: Revocation) => void queue.push(revocation);
  const acknowledged = async () => {
    await queue.drained();
    ending.throwIfAborted();
  };

  ending.addEventListener('abort', log.list.subscribe(push));
  // While MongoDB is away, what is known is still published; the reader of the database reports the outage.
  await log.readAll(sources).catch(() => undefined);
  let pushed = 0;
  for (const revocation of log.list.entries()) {
    push(revocation);
    if (++pushed % BATCH === 0) await acknowledged();
  }
  for (;;) {
    // Only what is acknowledged by then is promised to be there.
    const at = log.asOf();
    await acknowledged();
    await bucket.putAsOf(at);
    report.current();
    await sleep(HEARTBEAT_MS, undefined, { signal: ending });
  }
}
