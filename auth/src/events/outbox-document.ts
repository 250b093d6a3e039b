import { Schema } from 'mongoose';
import type { OutboxEntry } from './outbox-entry';

/** What a document has for its events. A release without events writes none of it. */
export interface WithOutbox {
  /** How many events were written into this document. */
  eventNumber?: number | undefined;
  /** Those that are not relayed yet. */
  outbox?: OutboxEntry[] | undefined;
  /** When the last of these was written; absent where there is none. */
  outboxAt?: Date | undefined;
}

/** The fields of a schema. */
export const outboxFields = {
  eventNumber: Number,
  outbox: { type: [Schema.Types.Mixed], default: undefined },
  outboxAt: Date,
} as const;

/** What a new document is given for its first events. */
export function beginOutbox(entries: readonly OutboxEntry[]): WithOutbox {
  if (entries.length === 0) return {};
  return { eventNumber: entries.length, outbox: numbered(entries, 0), outboxAt: new Date() };
}

/** Gives entries the numbers behind the one that was read. */
export function numbered(entries: readonly OutboxEntry[], from: number): OutboxEntry[] {
  return entries.map((entry, n) => ({ ...entry, event: { ...entry.event, number: from + n + 1 } }));
}
