import type { AccountEvent } from './account-event';
import type { EventConclusions } from './event-storage';
import { toDocument, type EventCollection } from './event-store';

/** What changes events that are in the log already. */
export function createEventConclusions(events: EventCollection): EventConclusions {
  return {
    async start(event: AccountEvent): Promise<void> {
      await events.insertOne(toDocument({ ...event, outcome: 'started' }), { ignoreUndefined: true });
    },

    async conclude(id: string): Promise<void> {
      await events.updateOne({ _id: id }, { $unset: { outcome: '' } });
    },

    async refuse(id: string, details: AccountEvent['details']): Promise<void> {
      const set = { type: 'admin_act_refused', details } as const;
      await events.updateOne({ _id: id }, { $set: set, $unset: { outcome: '' } });
    },

    async forgetPerson(account: string): Promise<void> {
      await events.updateMany({ account, class: { $ne: 'admin' } }, { $set: { details: {} } });
      await events.updateMany({ account, actor: { $exists: false } }, { $unset: { client: '' } });
      // Of what admins did, it stays what they did.
      const named = { 'details.reason': '', 'details.claims': '' } as const;
      await events.updateMany({ account, class: 'admin' }, { $unset: named });
    },
  };
}
