import type { Collection } from 'mongoose';
import { firstEventId } from './account-event';
import { toEvent, type EventDocument } from './event-document';
import type { EventReads } from './event-storage';

/** Reads what happened to one account. The index of the log by account and id serves it. */
export function eventReads(events: Collection<EventDocument>): EventReads {
  return {
    async listOf(account, { types, after, since, limit }) {
      // A filter of the query and not of its result, so that a page with fewer events is always the last one.
      const id = { ...(after !== undefined && { $lt: after }), ...(since && { $gte: firstEventId(since) }) };
      const filter = {
        account,
        ...(types && { type: { $in: [...types] } }),
        ...(Object.keys(id).length > 0 && { _id: id }),
      };
      return (await events.find(filter).sort({ _id: -1 }).limit(limit).toArray()).map(toEvent);
    },
  };
}
