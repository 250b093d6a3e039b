import { CustomError } from '@latchkey/common';
import type { AuditedAction } from './audit-entry';
import type { AuditConclusion, AuditQuery, AuditStore } from './storage';

/**
 * Who did what to whom, when and from where.
 * @param onUnfinished told of the fault when only the outcome of a change could not be stored
 */
export function createAudit(store: AuditStore, onUnfinished: (error: unknown) => void) {
  async function conclude(id: string, conclusion: AuditConclusion): Promise<void> {
    // The change is what counts by now, so the answer is the change's.
    await store.conclude(id, conclusion).catch(onUnfinished);
  }

  return {
    list: (query: AuditQuery) => store.list(query),

    /**
     * Makes a change that leaves a trail. The entry is stored first, so that there is no change without one; the
     * outcome is added to it, but not where a fault leaves it unknown.
     * @returns what the change returns; throws what it throws
     */
    async record<T>(action: AuditedAction, change: () => Promise<T>): Promise<T> {
      const id = await store.insert(action);
      try {
        const result = await change();
        await conclude(id, { outcome: 'done' });
        return result;
      } catch (error) {
        if (error instanceof CustomError && error.code !== undefined)
          await conclude(id, { outcome: 'refused', code: error.code });
        throw error;
      }
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
