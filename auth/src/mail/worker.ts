import type { Delivery, DeliveryStore } from '../events/delivery';
import { createBell } from './bell';
import { SEND_TIMEOUT_MS } from './transport';

const POLL_MS = 1000;
/** Longer than reading, sending and storing can take together, so that nobody else sends what is being sent. */
const LEASE_MS = SEND_TIMEOUT_MS + 30_000;
/** How long a stop waits for what is being sent. What is cut off then may have arrived, and is sent again. */
const DRAIN_MS = 5000;

export interface WorkerParts {
  readonly deliveries: Pick<DeliveryStore, 'claim' | 'onInserted'>;
  /** Sends one, and settles it; it does not throw. */
  readonly deliver: (delivery: Delivery, stop: AbortSignal) => Promise<void>;
  /** Told when the database fails. */
  readonly outages: { away(error: unknown): void };
  /** How many are sent at once. */
  readonly maxAtOnce: number;
}

/**
 * Sends what is due until `stopping` is aborted: at once what this process inserted, within a second what others did.
 * There is no order among mails and no cursor: each is claimed by itself, so one that cannot be sent holds no other up.
 * @returns once all that it had begun is settled
 */
export async function runMailWorker(parts: WorkerParts, stopping: AbortSignal): Promise<void> {
  const { deliveries, deliver, maxAtOnce } = parts;
  const bell = createBell();
  const cutOff = new AbortController();
  const inFlight = new Set<Promise<void>>();
  const stopListening = deliveries.onInserted(() => bell.ring());
  stopping.addEventListener('abort', () => bell.ring());

  while (!stopping.aborted) {
    const delivery = inFlight.size < maxAtOnce ? await claim(parts) : undefined;
    if (!delivery) {
      await bell.wait(POLL_MS);
      continue;
    }
    const sending = deliver(delivery, cutOff.signal).finally(() => {
      inFlight.delete(sending);
      bell.ring();
    });
    inFlight.add(sending);
  }
  stopListening();
  const timer = setTimeout(() => cutOff.abort(), DRAIN_MS);
  await Promise.all(inFlight);
  clearTimeout(timer);
}

async function claim({ deliveries, outages }: WorkerParts): Promise<Delivery | undefined> {
  try {
    return await deliveries.claim('mail', LEASE_MS);
  } catch (error) {
    outages.away(error);
    return undefined;
  }
}
