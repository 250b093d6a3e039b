import type { NewDelivery, DeliveryStore } from './delivery';
import type { EventStore } from './event-storage';
import type { OnOutbox, OutboxEntry, OutboxNotice, OutboxSource } from './outbox-entry';
import { waitAtMost } from './wait-at-most';

/** The outboxes of a collection. */
export interface OutboxStore {
  /**
   * Reads what was left behind.
   * @param before only what was written before this time, which a replica may be relaying; all unless given
   */
  readLeft(before: Date | undefined, limit: number): Promise<OutboxNotice[]>;
  /** Removes entries that are relayed. */
  clear(notices: readonly OutboxNotice[]): Promise<void>;
}

/** What sends news of events out of this service, such as mail. */
export interface Consumer {
  readonly name: NewDelivery['consumer'];
  /** What it needs of an event. The ids follow from the event's, since an event can be relayed twice. */
  deliveriesOf(entry: OutboxEntry): readonly NewDelivery[];
}

export interface RelayParts {
  readonly events: Pick<EventStore, 'insert' | 'forgetPerson'>;
  readonly deliveries: Pick<DeliveryStore, 'insert'>;
  readonly consumers: readonly Consumer[];
  readonly outboxes: Readonly<Record<OutboxSource, OutboxStore>>;
  /** Told of a fault. What could not be relayed stays in its document, and is relayed later. */
  readonly onFault: (error: unknown) => void;
}

export interface Relay {
  /** Takes what was just written, to be relayed in a moment. */
  readonly add: OnOutbox;
  /** Relays what is waiting in this process, but does not wait for longer than some seconds. */
  drain(): Promise<void>;
  /** Relays what is in the documents, by whichever process: one batch. @returns whether that was all */
  relayLeft(before?: Date): Promise<boolean>;
}

/** So that sign-ins at once share their commands. */
const GATHER_MS = 10;
const MAX_BATCH = 500;
/** What comes beyond is left to the job. */
const MAX_WAITING = 10_000;
const MAX_DRAIN_MS = 3000;

/** Makes what moves events from the documents that they were written into to the log, and to deliveries. */
export function createRelay(parts: RelayParts): Relay {
  const waiting: OutboxNotice[] = [];
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (waiting.length > 0) await relay(parts, joined(waiting.splice(0, MAX_BATCH))).catch(parts.onFault);
  }

  function start(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    working ??= work().finally(() => (working = undefined));
    return working;
  }

  return {
    add(notice) {
      if (waiting.length >= MAX_WAITING) return;
      waiting.push(notice);
      timer ??= setTimeout(() => void start(), GATHER_MS).unref();
    },

    drain: () => waitAtMost(MAX_DRAIN_MS, start()),

    async relayLeft(before) {
      const left = await Promise.all(
        Object.values(parts.outboxes).map((outbox) => outbox.readLeft(before, MAX_BATCH)),
      );
      await relay(parts, left.flat());
      return left.every(({ length }) => length < MAX_BATCH);
    },
  };
}

/** In this order, so that nothing is ever half-known: whatever fails or dies in between, all of it is done again. */
async function relay(
  { events, deliveries, consumers, outboxes }: RelayParts,
  notices: readonly OutboxNotice[],
): Promise<void> {
  const entries = notices.flatMap((notice) => notice.entries);
  await events.insert(entries.map(({ event }) => event));
  for (const { event } of entries)
    if (event.type === 'account_deleted') await events.forgetPerson(event.account);
  await deliveries.insert(
    entries.flatMap((entry) => consumers.flatMap((consumer) => consumer.deliveriesOf(entry))),
  );
  await outboxes.accounts.clear(notices.filter(({ source }) => source === 'accounts'));
  await outboxes.sessions.clear(notices.filter(({ source }) => source === 'sessions'));
}

/** One notice a document, in the order of its events. */
function joined(notices: readonly OutboxNotice[]): OutboxNotice[] {
  const byDocument = new Map<string, OutboxNotice>();
  for (const notice of notices) {
    const key = `${notice.source} ${notice.id}`;
    const entries = [...(byDocument.get(key)?.entries ?? []), ...notice.entries];
    byDocument.set(key, { ...notice, entries });
  }
  return [...byDocument.values()];
}
