import type { Connection } from '../database';
import { beginOutbox } from '../events/outbox-document';
import type { OnOutbox } from '../events/outbox-entry';
import type { RevokedTokens } from '../revocations/revocation-log';
import { createOpenSessions } from './open-sessions-store';
import type { Session } from './session';
import { createSessionEnds } from './session-ends-store';
import { sessionSchema, toSession } from './session-document';
import { createStepUps } from './step-ups-store';
import type { Rotation, SessionStore } from './storage';

/**
 * Stores sessions in MongoDB.
 * @param onRevoked called for each session that was ended, once that is stored
 * @param onOutbox called for each write that left events, once it is stored
 */
export function createSessionStore(
  connection: Connection,
  onRevoked: (revoked: RevokedTokens) => void,
  onOutbox: OnOutbox,
): SessionStore {
  const sessions = connection.model('Session', sessionSchema);

  return {
    async createIndexes(): Promise<void> {
      await sessions.createIndexes();
    },

    async insert({ id, ...fields }: Session, entries = []): Promise<void> {
      const outbox = beginOutbox(entries);
      await sessions.create({ _id: id, ...fields, ...outbox });
      if (outbox.outbox) onOutbox({ source: 'sessions', id, entries: outbox.outbox });
    },

    async find(id: string): Promise<Session | undefined> {
      const session = await sessions.findById(id);
      return session ? toSession(session) : undefined;
    },

    ...createOpenSessions(connection),

    async rotate(id: string, currentHash: string, next: Rotation): Promise<boolean> {
      const { modifiedCount } = await sessions.updateOne(
        { _id: id, currentHash, revokedAt: null },
        { $set: next },
      );
      return modifiedCount === 1;
    },

    async addAccountHash(id: string, accountHash: string): Promise<void> {
      await sessions.updateOne({ _id: id, accountHash: null }, { $set: { accountHash } });
    },

    ...createStepUps(connection, onOutbox),

    ...createSessionEnds(connection, onRevoked, onOutbox),

    async removeAll(userId: string): Promise<boolean> {
      await sessions.deleteMany({ userId, outboxAt: null });
      return (await sessions.exists({ userId })) === null;
    },

    async removeExpired(before: Date): Promise<void> {
      await sessions.deleteMany({ expiresAt: { $lt: before }, outboxAt: null });
    },
  };
}
