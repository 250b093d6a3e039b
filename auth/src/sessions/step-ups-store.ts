import type { Connection } from '../database';
import { writeEntries } from '../events/outbox';
import type { OnOutbox, OutboxEntry } from '../events/outbox-entry';
import type { Assurance, Session } from './session';
import { sessionSchema, toSession } from './session-document';
import type { StepUps } from './storage';

/** @param onOutbox called for each write that left events, once it is stored */
export function createStepUps(connection: Connection, onOutbox: OnOutbox): StepUps {
  const sessions = connection.model('Session', sessionSchema);

  return {
    async stepUp(
      id: string,
      proven: Assurance,
      entries: readonly OutboxEntry[],
    ): Promise<Session | undefined> {
      const open = {
        _id: id,
        revokedAt: null,
        ...(proven.acr === 'aal1' ? notWholeIn(proven.factorGen) : {}),
      };
      async function read() {
        const session = await sessions.findOne(open);
        return session && { number: session.eventNumber, entries };
      }
      const stepped = await writeEntries(read, async ({ condition, set, push, entries: numbered }) => {
        const session = await sessions.findOneAndUpdate(
          { ...open, ...condition },
          { $set: { ...proven, ...set }, $push: push },
          { returnDocument: 'after' },
        );
        if (session) onOutbox({ source: 'sessions', id, entries: numbered });
        return session;
      });
      return stepped ? toSession(stepped) : undefined;
    },
  };
}

/** A session of `aal2` keeps the time when all of that was proven. */
function notWholeIn(factorGen = 0) {
  return { $nor: [{ acr: 'aal2' as const, factorGen: factorGen === 0 ? { $in: [0, null] } : factorGen }] };
}
