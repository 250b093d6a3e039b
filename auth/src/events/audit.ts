import { UnavailableError } from '@latchkey/common';
import type { AuditEntry } from './audit-entry';
import type { ActReads, AuditQuery, FormerAudit } from './audit-storage';
import { toAuditEntry } from './audit-view';
import type { Relay } from './relay';

/** So many batches are moved into the log before it is read; after an import more than these may wait. */
const MAX_BATCHES = 5;

export interface AuditParts {
  readonly events: ActReads;
  readonly former: FormerAudit;
  readonly relay: Pick<Relay, 'relayLeft'>;
}

/** Who did what to whom, when and from where: a view of the log of events, and before it what older releases wrote. */
export function createAudit({ events, former, relay }: AuditParts) {
  /** An act is in the trail once it is answered, also one by another replica or the command line. */
  async function relayAll(): Promise<void> {
    for (let batches = 0; batches < MAX_BATCHES; batches++) if (await relay.relayLeft()) return;
    throw new UnavailableError('Many events are on their way into the log. Try again shortly.', 1);
  }

  return {
    /**
     * Lists the newest entries first.
     * @throws UnavailableError (503) when too many events are on their way
     */
    async list(query: AuditQuery): Promise<AuditEntry[]> {
      await relayAll();
      const [acts, older] = await Promise.all([events.listActs(query), former.list(query)]);
      // The ids of both begin with the time.
      return [...acts.map(toAuditEntry), ...older].sort(byIdDescending).slice(0, query.limit);
    },

    /** Removes what older releases wrote before a time. */
    removeFormer: (before: Date) => former.removeOlder(before),
  };
}

export type Audit = ReturnType<typeof createAudit>;

function byIdDescending(one: AuditEntry, other: AuditEntry): number {
  return one.id < other.id ? 1 : -1;
}
