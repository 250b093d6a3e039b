import type { Connection } from '../database';
import { writeEntries } from '../events/outbox';
import type { OnOutbox, OutboxEntry } from '../events/outbox-entry';
import type { Session } from './session';
import { sessionSchema, toSession } from './session-document';
import type { Proven, StepUps } from './storage';

/** @param onOutbox called for each write that left events, once it is stored */
export function createStepUps(connection: Connection, onOutbox: OnOutbox): StepUps {
  const sessions = connection.model('Session', sessionSchema);

  return {
    async stepUp(
      id: string,
      { authTime, amr }: Proven,
      entries: readonly OutboxEntry[],
    ): Promise<Session | undefined> {
      async function read() {
        const session = await sessions.findOne({ _id: id, revokedAt: null });
        return session && { number: session.eventNumber, entries };
      }
      const stepped = await writeEntries(read, async ({ condition, set, push, entries: numbered }) => {
        const session = await sessions.findOneAndUpdate(
          { _id: id, revokedAt: null, ...condition },
          { $set: { authTime, ...set }, $addToSet: { amr: { $each: [...amr] } }, $push: push },
          { returnDocument: 'after' },
        );
        if (session) onOutbox({ source: 'sessions', id, entries: numbered });
        return session;
      });
      return stepped ? toSession(stepped) : undefined;
    },
  };
}
