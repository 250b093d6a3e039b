import type { AccountEvent } from './account-event';
import type { AuditEntry } from './audit-entry';

/** Which entries to list. */
export interface AuditQuery {
  /** Only what this account did or what was done to it. */
  readonly user?: string | undefined;
  /** Only entries that come after the one with this id, so older ones. */
  readonly after?: string | undefined;
  /** The maximum number of entries. */
  readonly limit: number;
}

/** What the audit trail reads of the log. */
export interface ActReads {
  /** Lists the newest acts first. */
  listActs(query: AuditQuery): Promise<AccountEvent[]>;
}

/** The audit trail that releases before the log of events wrote. Nothing is added to it any more. */
export interface FormerAudit {
  /** Lists the newest entries first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
  /** Removes the entries that are older than a time. */
  removeOlder(before: Date): Promise<void>;
}
