import type { Collection } from 'mongoose';
import type { Connection } from '../database';
import { firstEventId, type AccountEvent } from './account-event';
import { retentionClassOf, type RetentionClass } from './retention';
import { throwUnlessDuplicates } from './duplicates-store';
import type { EventQuery, EventStore, FailedSignIns, LoggedEvent } from './event-storage';
import { createEventConclusions } from './event-conclusions-store';

/** An event as MongoDB has it. */
export interface EventDocument extends Omit<LoggedEvent, 'id'> {
  readonly _id: string;
  /** How long it is kept. */
  readonly class: RetentionClass;
}

export type EventCollection = Collection<EventDocument>;

/** Stores the log of events in MongoDB. */
export function createEventStore(connection: Connection): EventStore {
  const events: EventCollection = connection.collection<EventDocument>('events');

  return {
    ...createEventConclusions(events),

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

    async addFailures(failures: readonly FailedSignIns[]): Promise<void> {
      if (failures.length === 0) return;
      await events.bulkWrite(failures.map(toUpsert), { ordered: false });
    },

    async list({ limit, ...query }: EventQuery): Promise<LoggedEvent[]> {
      const found = await events.find(filterOf(query)).sort({ _id: -1 }).limit(limit).toArray();
      return found.map(toEvent);
    },

    async removeOlder(kept: RetentionClass, before: Date): Promise<void> {
      await events.deleteMany({ class: kept, _id: { $lt: firstEventId(before) } });
    },
  };
}

export function toDocument({ id, ...event }: LoggedEvent): EventDocument {
  return { _id: id, ...event, class: retentionClassOf(event) };
}

function toEvent(document: EventDocument): LoggedEvent {
  const { _id, type, at, account, number, actor, sid, client, from, details, outcome } = document;
  return { id: _id, type, at, account, number, actor, sid, client, from, details, outcome };
}

function filterOf({ account, involved, hidden, types, kept, after }: Omit<EventQuery, 'limit'>) {
  return {
    ...(account !== undefined && { account }),
    ...(involved !== undefined && { $or: [{ account: involved }, { actor: involved }] }),
    ...(hidden && { type: { $nin: [...hidden] }, outcome: { $exists: false } }),
    ...(types && { type: { $in: [...types] } }),
    ...(kept !== undefined && { class: kept }),
    ...(after !== undefined && { _id: { $lt: after } }),
  };
}

/** One document per account and hour, however many fail. */
function toUpsert({ id, account, at, lastAt, count, client }: FailedSignIns) {
  const type = 'sign_in_failed' as const;
  return {
    updateOne: {
      filter: { _id: id },
      update: {
        $setOnInsert: { type, account, at, class: retentionClassOf({ type }) },
        $inc: { 'details.count': count },
        $set: { 'details.lastAt': lastAt, client },
      },
      upsert: true,
    },
  };
}
