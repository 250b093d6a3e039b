import type { AccountEvent } from './account-event';

/** What lies in a document from the write that changed it until it is relayed. */
export interface OutboxEntry {
  readonly event: AccountEvent;
  /** The addresses to tell, where the account may not have them any more. */
  readonly recipients?: readonly string[];
  /** The language to write in, such as `de`. */
  readonly language?: string;
}

/** The collections whose documents have an outbox. */
export type OutboxSource = 'accounts' | 'sessions';

/** Entries that were written into a document, and are to be relayed. */
export interface OutboxNotice {
  readonly source: OutboxSource;
  /** The id of the document. */
  readonly id: string;
  readonly entries: readonly OutboxEntry[];
}

/** Told of every write into an outbox, once it is stored. */
export type OnOutbox = (notice: OutboxNotice) => void;
