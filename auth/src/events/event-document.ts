import type { AccountEvent } from './account-event';
import { retentionClassOf, type RetentionClass } from './retention';

/** An event as MongoDB has it. */
export interface EventDocument extends Omit<AccountEvent, 'id'> {
  readonly _id: string;
  /** How long it is kept. */
  readonly class: RetentionClass;
}

export function toDocument({ id, ...event }: AccountEvent): EventDocument {
  return { _id: id, ...event, class: retentionClassOf(event) };
}

export function toEvent({
  _id,
  type,
  at,
  account,
  number,
  details,
  ...document
}: EventDocument): AccountEvent {
  const { actor, sid, client, from } = document;
  return { id: _id, type, at, account, actor, sid, client, from, number, details };
}
