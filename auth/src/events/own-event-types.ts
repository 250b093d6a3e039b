import { EVENT_TYPES, type EventType } from './account-event';

/** What only admins read, also of their own accounts. */
const FOR_ADMINS = ['admin_act_refused', 'invitation_removed', 'invited'] as const;

/** What a person reads of their own account. */
export type OwnEventType = Exclude<EventType, (typeof FOR_ADMINS)[number]>;

export const OWN_EVENT_TYPES = EVENT_TYPES.filter(
  (type): type is OwnEventType => !FOR_ADMINS.some((other) => other === type),
);
