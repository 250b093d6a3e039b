import type { AuditedAction, AuditEntry } from './audit-entry';

/** Which entries to list. */
export interface AuditQuery {
  /** Only what this account did or what was done to it. */
  readonly user?: string | undefined;
  /** Only entries that come after the one with this id, so older ones. */
  readonly after?: string | undefined;
  /** The maximum number of entries. */
  readonly limit: number;
}

/** How an audited action ended. */
export type AuditConclusion =
  { readonly outcome: 'done' } | { readonly outcome: 'refused'; readonly code: string };

/** How the audit trail is stored. Nothing is ever removed from it. */
export interface AuditStore {
  createIndexes(): Promise<void>;
  /** @returns the id of the new entry, whose outcome is `started` */
  insert(action: AuditedAction): Promise<string>;
  /** Adds the outcome to an entry. */
  conclude(id: string, conclusion: AuditConclusion): Promise<void>;
  /** Lists the newest entries first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
}
