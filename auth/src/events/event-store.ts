import type { Connection } from '../database';
import { firstEventId, type AccountEvent } from './account-event';
import { throwUnlessDuplicates } from './duplicates-store';
import type { EventStore } from './event-storage';
import { retentionClassOf, type RetentionClass } from './retention';

/** An event as MongoDB has it. */
interface EventDocument extends Omit<AccountEvent, 'id'> {
  readonly _id: string;
  /** How long it is kept. */
  readonly class: RetentionClass;
}

/** Stores the log of events in MongoDB. */
export function createEventStore(connection: Connection): EventStore {
  const events = connection.collection<EventDocument>('events');

  return {
    async createIndexes(): Promise<void> {
      await events.createIndex({ account: 1, _id: -1 });
      await events.createIndex({ class: 1, _id: -1 });
    },

    async insert(given: readonly AccountEvent[]): Promise<void> {
      if (given.length === 0) return;
      await events
        .insertMany(given.map(toDocument), { ordered: false, ignoreUndefined: true })
        .catch(throwUnlessDuplicates);
    },

    async forgetPerson(account: string): Promise<void> {
      await events.updateMany({ account, class: { $ne: 'admin' } }, { $set: { details: {} } });
      await events.updateMany({ account, actor: { $exists: false } }, { $unset: { client: '' } });
      // Of what admins did, it stays what they did.
      const named = { 'details.reason': '', 'details.claims': '' } as const;
      await events.updateMany({ account, class: 'admin' }, { $unset: named });
    },

    async removeOlder(kept: RetentionClass, before: Date): Promise<void> {
      await events.deleteMany({ class: kept, _id: { $lt: firstEventId(before) } });
    },
  };
}

function toDocument({ id, ...event }: AccountEvent): EventDocument {
  return { _id: id, ...event, class: retentionClassOf(event) };
}
