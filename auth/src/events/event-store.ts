import type { Connection } from '../database';
import { actReads } from './act-reads-store';
import { firstEventId, type AccountEvent } from './account-event';
import { throwUnlessDuplicates } from './duplicates-store';
import { toDocument, type EventDocument } from './event-document';
import { eventReads } from './event-reads-store';
import { failedSignInWrites } from './failed-sign-ins-store';
import type { EventStore } from './event-storage';
import type { RetentionClass } from './retention';

/** Stores the log of events in MongoDB. */
export function createEventStore(connection: Connection): EventStore {
  const events = connection.collection<EventDocument>('events');

  return {
    ...eventReads(events),
    ...actReads(events),
    ...failedSignInWrites(events),

    async createIndexes(): Promise<void> {
      await events.createIndex({ account: 1, _id: -1 });
      await events.createIndex({ actor: 1, _id: -1 });
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
      const byOwner = [{ actor: { $exists: false } }, { actor: account }];
      await events.updateMany({ account, $or: byOwner }, { $unset: { client: '' } });
      // Of what admins did, it stays what they did.
      const named = { 'details.reason': '', 'details.claims': '' } as const;
      await events.updateMany({ account, class: 'admin' }, { $unset: named });
    },

    async removeOlder(kept: RetentionClass, before: Date): Promise<void> {
      await events.deleteMany({ class: kept, _id: { $lt: firstEventId(before) } });
    },
  };
}
