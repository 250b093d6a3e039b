import { retryUntilDone } from '@latchkey/common/server';
import type { Logger } from 'pino';
import type { Delivery, DeliveryStore } from '../events/delivery';
import { backoffMs } from './backoff';
import type { DropReason, MailMetrics } from './mail-metrics';
import { SendingError } from './sending-error';
import type { Transport } from './transport';
import type { WriteLetter } from './write-letter';

/** What was sent is stored as sent although the database is away for a moment. The lease is longer. */
const COMPLETE_TIMEOUT_MS = 15_000;

export interface DeliverParts {
  readonly deliveries: Pick<DeliveryStore, 'complete' | 'postpone' | 'drop'>;
  readonly writeLetter: WriteLetter;
  readonly transport: Transport;
  readonly metrics: Pick<MailMetrics, 'countSent' | 'countDropped' | 'countFailure'>;
  /** Its lines name deliveries by id and kind, and no address. */
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Makes the function that sends a claimed delivery and settles it. It does not throw: what goes wrong is tried again. */
export function createDeliver({ deliveries, writeLetter, transport, metrics, log }: DeliverParts) {
  async function drop({ id, kind, attempts }: Delivery, reason: DropReason, because?: string): Promise<void> {
    await deliveries.drop(id);
    metrics.countDropped(kind, reason);
    // A request for an address without an account is everyday; strangers must not fill the log.
    if (reason === 'not_needed') return;
    log.warn({ delivery: id, kind, attempts, reason, because }, 'a mail was given up');
  }

  async function send(delivery: Delivery, stop: AbortSignal): Promise<void> {
    const { id, kind, arisenAt, expiresAt } = delivery;
    if (expiresAt.getTime() <= Date.now()) return drop(delivery, 'expired');
    const letter = await writeLetter(delivery);
    if (!letter) return drop(delivery, 'not_needed');
    await transport.send(letter, stop);
    metrics.countSent(kind, arisenAt);
    const complete = () => deliveries.complete(id);
    const onFault = (err: unknown) =>
      log.warn({ delivery: id, kind, err }, 'a mail was sent, and this could not be stored');
    await retryUntilDone(complete, onFault, AbortSignal.timeout(COMPLETE_TIMEOUT_MS));
  }

  async function postpone(delivery: Delivery, error: unknown, stop: AbortSignal): Promise<void> {
    const { id, kind, attempts, expiresAt } = delivery;
    // Another replica can take what this one leaves.
    const dueAt = Date.now() + (stop.aborted ? 0 : backoffMs(attempts));
    await deliveries.postpone(delivery, new Date(Math.min(dueAt, expiresAt.getTime())));
    metrics.countFailure(kind);
    const fault = error instanceof SendingError ? { because: error.message } : { err: error };
    log.warn({ delivery: id, kind, attempts, ...fault }, 'a mail could not be sent; trying again later');
  }

  return async function deliver(delivery: Delivery, stop: AbortSignal): Promise<void> {
    const { id, kind } = delivery;
    try {
      await send(delivery, stop).catch((error: unknown) =>
        error instanceof SendingError && error.isFinal
          ? drop(delivery, 'refused', error.message)
          : postpone(delivery, error, stop),
      );
    } catch (err) {
      // Its lease ends by itself.
      log.warn({ delivery: id, kind, err }, 'what became of a mail could not be stored');
    }
  };
}
