import type { EventQuery, EventReads } from './event-storage';
import { OWN_EVENT_TYPES } from './own-event-types';

export type ActivityPage = Omit<EventQuery, 'types' | 'since'>;

/** What is read of the events of an account, the newest first. */
export function createActivity(store: EventReads) {
  return {
    /** What its owner may read. @param since what came before is of another person */
    listOwn: (account: string, since: Date | undefined, page: ActivityPage) =>
      store.listOf(account, { ...page, since, types: OWN_EVENT_TYPES }),

    /** What admins may read. */
    listAll: (account: string, page: ActivityPage) => store.listOf(account, page),
  };
}

export type Activity = ReturnType<typeof createActivity>;
