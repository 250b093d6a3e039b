import type { Collection } from 'mongoose';
import type { Connection } from '../database';
import type { Delivery, DeliveryStore, NewDelivery } from './delivery';
import { throwUnlessDuplicates } from './duplicates-store';

/** A delivery as MongoDB has it. */
interface DeliveryDocument extends Omit<NewDelivery, 'id'> {
  readonly _id: string;
  readonly attempts: number;
  /** From when on a worker may claim it: also how a lease is kept. Absent once it is sent or dropped. */
  readonly dueAt?: Date;
  readonly sentAt?: Date;
  readonly droppedAt?: Date;
}

const COLLECTION = 'deliveries';
const FIRST_TIME = new Date(0);

/** Stores deliveries in MongoDB. */
export function createDeliveriesStore(connection: Connection): DeliveryStore {
  const deliveries = connection.collection<DeliveryDocument>(COLLECTION);
  const listeners = new Set<() => void>();

  return {
    async createIndexes(): Promise<void> {
      await deliveries.createIndex({ consumer: 1, dueAt: 1 });
      await deliveries.createIndex({ expiresAt: 1 });
    },

    async insert(given: readonly NewDelivery[]): Promise<void> {
      if (given.length === 0) return;
      const dueAt = new Date();
      const documents = given.map(({ id, ...fields }) => ({ _id: id, ...fields, attempts: 0, dueAt }));
      await deliveries
        .insertMany(documents, { ordered: false, ignoreUndefined: true })
        .catch(throwUnlessDuplicates);
      for (const listener of listeners) listener();
    },

    onInserted(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    claim: (consumer, leaseMs) => claim(deliveries, consumer, leaseMs),

    async complete(id: string): Promise<void> {
      await settle(deliveries, id, { sentAt: new Date() });
    },

    async postpone({ id, attempts }, dueAt: Date): Promise<void> {
      await deliveries.updateOne({ _id: id, attempts, dueAt: { $gte: FIRST_TIME } }, { $set: { dueAt } });
    },

    async drop(id: string): Promise<void> {
      await settle(deliveries, id, { droppedAt: new Date() });
    },

    countWaiting: () => deliveries.countDocuments({ dueAt: { $gte: FIRST_TIME } }),

    async removeExpired(before: Date): Promise<void> {
      await deliveries.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}

type Deliveries = Collection<DeliveryDocument>;

/** One update finds and leases, so that of many workers one gets it. */
async function claim(
  deliveries: Deliveries,
  consumer: NewDelivery['consumer'],
  leaseMs: number,
): Promise<Delivery | undefined> {
  const now = Date.now();
  const claimed = await deliveries.findOneAndUpdate(
    { consumer, dueAt: { $gte: FIRST_TIME, $lte: new Date(now) } },
    { $set: { dueAt: new Date(now + leaseMs) }, $inc: { attempts: 1 } },
    { sort: { dueAt: -1 }, returnDocument: 'after' },
  );
  if (!claimed) return undefined;
  const { _id, account, recipient, language, ...fields } = claimed;
  const { kind, data, arisenAt, expiresAt, attempts } = fields;
  return { id: _id, consumer, kind, account, recipient, language, data, arisenAt, expiresAt, attempts };
}

/** Nobody claims it any more, and what names a person is gone. */
async function settle(
  deliveries: Deliveries,
  id: string,
  end: Pick<DeliveryDocument, 'sentAt' | 'droppedAt'>,
): Promise<void> {
  await deliveries.updateOne(
    { _id: id },
    { $set: { ...end, data: {} }, $unset: { dueAt: '' as const, recipient: '' as const } },
  );
}
