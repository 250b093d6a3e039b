import { CustomError } from '@latchkey/common';
import { newEvent, type AccountEvent } from './account-event';
import { AUDITED, type AuditedAction } from './audit-entry';
import type { EventStore } from './event-storage';

/** What an admin was refused, as the details of the event. */
export type RefusedAct = Pick<AuditedAction, 'action'> & AuditedAction['details'] & { readonly code: string };

/** The event of an act that is done. */
export function eventOf({ action, target, actor, from, details }: AuditedAction): AccountEvent {
  return newEvent(AUDITED[action], target, { actor, from }, { ...details });
}

/** Writes into the log what no change of an account holds: refused acts, and what is done to invitations. */
export function createActs(store: Pick<EventStore, 'insert'>) {
  async function attempt<T>(act: AuditedAction, change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (error instanceof CustomError && error.code !== undefined)
        await store.insert([refusalOf(act, error.code)]);
      throw error;
    }
  }

  return {
    /**
     * Makes a change that writes its own event. Where it is refused, that is written here, before the answer.
     * @returns what the change returns; throws what it throws
     */
    attempt,

    /**
     * Makes a change whose document cannot hold an event. The event comes first, so that there is no such change without one; when
     * the change is refused after all, a second event says so.
     * @returns what the change returns; throws what it throws
     */
    async announce<T>(act: AuditedAction, change: () => Promise<T>): Promise<T> {
      await store.insert([eventOf(act)]);
      return attempt(act, change);
    },
  };
}

export type Acts = ReturnType<typeof createActs>;

function refusalOf({ action, target, actor, from, details }: AuditedAction, code: string): AccountEvent {
  const refused: RefusedAct = { ...details, action, code };
  return newEvent('admin_act_refused', target, { actor, from }, { ...refused });
}
